package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.log.FailedListeners;
import com.dataenginex.log.Log;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.List;

/** Tells the keeper of each span of a request, and exports those that it kept. Thread-safe. */
final class RecordedSpans implements SpanProcessor {
    private static final FailedListeners FAILED = new FailedListeners(Log.of(RecordedSpans.class),
            "span_keeper_failed");

    /** What exports sampled spans; added before the first span begins. */
    private final List<SpanProcessor> exporting = new ArrayList<>();
    private volatile SpanKeeper keeper;

    void to(SpanProcessor processor) {
        exporting.add(processor);
    }

    void keeper(SpanKeeper newKeeper) {
        keeper = newKeeper;
    }

    void export(ReadableSpan span) {
        KeptSpan kept = new KeptSpan(span);
        for (SpanProcessor processor : exporting) {
            if (processor.isEndRequired()) {
                processor.onEnd(kept);
            }
        }
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        SpanKeeper told = keeper;
        Exchange exchange = told == null ? null : Exchange.in(parent);
        if (exchange != null) {
            try {
                told.started(exchange, span);
            } catch (RuntimeException | Error e) {
                FAILED.failed(told, e);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        SpanKeeper told = keeper;
        Exchange exchange = told == null ? null : Exchange.current();
        if (exchange != null) {
            try {
                told.ended(exchange, span);
            } catch (RuntimeException | Error e) {
                FAILED.failed(told, e);
            }
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
