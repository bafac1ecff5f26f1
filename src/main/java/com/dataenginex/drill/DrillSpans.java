package com.dataenginex.drill;

import com.dataenginex.http.Exchange;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Marks the spans below a drill's request; the request's own is marked by {@link DrillFilter}. */
public final class DrillSpans implements SpanProcessor {

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        Exchange exchange = Exchange.in(parent);
        if (exchange != null && exchange.isDrill()) {
            span.setAttribute(DrillFilter.DRILL, true);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // Nothing to do.
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
