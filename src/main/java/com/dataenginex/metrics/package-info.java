/**
 * What Prometheus scrapes: the HTTP metrics, the JVM's, the telemetry's own, and one line for a metric of your own.
 *
 * <p>Start at {@link com.dataenginex.metrics.Metrics}. Depends on {@code config}, {@code helidon}, {@code http} and {@code
 * log}.
 */
package com.dataenginex.metrics;
