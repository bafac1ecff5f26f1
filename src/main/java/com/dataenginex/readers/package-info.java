/**
 * Small clients of what reads the service's telemetry: Prometheus, Alertmanager, Jaeger, Tempo, Loki, VictoriaLogs, Grafana, a
 * collector's own metrics, and the service itself.
 *
 * <p>Start at {@link com.dataenginex.readers.HttpReader}, which all of them use: the JDK's HTTP client with a deadline on the whole
 * answer and a limit on its size. What goes wrong is a {@link com.dataenginex.readers.ReadException} that says what was asked,
 * where, how long it took and which kind of failure it was. A base URL may have a path ({@code https://host/prometheus}) and
 * credentials: {@code user:password@} is sent as basic authentication, {@code token@} as a bearer token. All clients are
 * thread-safe. Depends on no other package of this project.
 */
package com.dataenginex.readers;
