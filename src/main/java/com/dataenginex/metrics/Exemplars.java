package com.dataenginex.metrics;

import com.dataenginex.http.Exchange;
import io.helidon.metrics.providers.micrometer.spi.SpanContextSupplierProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;

/**
 * Adds the ids of the current span to counters and buckets. Only for spans that are exported, and not while a stream goes on, whose
 * trace is there once it ends.
 * Found by the service loader.
 */
public final class Exemplars implements SpanContextSupplierProvider, SpanContextSupplier {

    @Override
    public SpanContextSupplier get() {
        return this;
    }

    @Override
    public String getTraceId() {
        return context().getTraceId();
    }

    @Override
    public String getSpanId() {
        return context().getSpanId();
    }

    @Override
    public boolean isSampled() {
        Context context = Context.current();
        Exchange exchange = Exchange.in(context);
        return Exchange.exports(Span.fromContext(context).getSpanContext(), exchange)
                && (exchange == null || !exchange.isStream() || exchange.hasEnded());
    }

    private static SpanContext context() {
        return Span.current().getSpanContext();
    }
}
