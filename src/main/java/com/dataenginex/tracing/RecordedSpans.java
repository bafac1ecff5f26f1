package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Tells the keeper of each span of a request, sampled or not. Thread-safe. */
final class RecordedSpans implements SpanProcessor {
    private final SpanKeeper keeper;

    RecordedSpans(SpanKeeper keeper) {
        this.keeper = keeper;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        Exchange exchange = Exchange.in(parent);
        if (exchange != null) {
            keeper.started(exchange, span);
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        keeper.ended(Exchange.current(), span);
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
