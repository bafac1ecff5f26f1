/**
 * Sends each line of the log as an OpenTelemetry log record too, besides stdout; off unless asked for.
 *
 * <p>Start at {@link com.dataenginex.otlplogs.OtlpLogs}. Depends on {@code config}, {@code log}, {@code logging} and
 * {@code otlp}.
 */
package com.dataenginex.otlplogs;
