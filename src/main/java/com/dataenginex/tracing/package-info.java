/**
 * Spans: one per request, one per outgoing call, and your own.
 *
 * <p>Start at {@link com.dataenginex.tracing.Tracing}, which owns the OpenTelemetry SDK;
 * {@link com.dataenginex.tracing.SpanStarter} is what a handler uses. Depends on {@code config}, {@code http},
 * {@code json}, {@code log} and {@code otlp}.
 */
package com.dataenginex.tracing;
