package com.dataenginex.tracing;

import com.dataenginex.log.FailedListeners;
import com.dataenginex.log.Log;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Processors of sampled spans that are added once the SDK is there. An exception of one of them is logged once and harms no span.
 * Thread-safe.
 */
final class SpanTaps implements SpanProcessor {
    private static final FailedListeners FAILED = new FailedListeners(Log.of(SpanTaps.class), "span_listener_failed");

    private final List<SpanProcessor> processors = new CopyOnWriteArrayList<>();

    void add(SpanProcessor processor) {
        processors.add(processor);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        for (SpanProcessor processor : processors) {
            try {
                if (processor.isStartRequired()) {
                    processor.onStart(parent, span);
                }
            } catch (RuntimeException | Error e) {
                FAILED.failed(processor, e);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        for (SpanProcessor processor : processors) {
            try {
                if (processor.isEndRequired()) {
                    processor.onEnd(span);
                }
            } catch (RuntimeException | Error e) {
                FAILED.failed(processor, e);
            }
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofAll(processors.stream().map(SpanProcessor::shutdown).toList());
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofAll(processors.stream().map(SpanProcessor::forceFlush).toList());
    }
}
