package com.dataenginex.tracing;

import com.dataenginex.otlp.ExportCounts;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** What became of the spans; those are made that are sampled and end. */
public final class SpanCounts extends ExportCounts implements SpanProcessor {
    private volatile boolean exporting;

    SpanCounts() {
        super("processedSpans", "BatchSpanProcessor");
    }

    /** Spans that were neither exported nor given up, of those that an exporter was there for. */
    public long unsent() {
        return exporting ? Math.max(0, created() - exported() - failed() - overflowed()) : 0;
    }

    /** One that was not sampled is exported nevertheless. */
    void kept() {
        made();
    }

    /** There was no room for one. */
    void refused() {
        noRoom();
    }

    /** One could not be encoded, and so is not exported. */
    void unencodable() {
        failed(1);
    }

    void exporting() {
        exporting = true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only ends are counted.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            made();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** Both of what this is have one. */
    @Override
    public CompletableResultCode forceFlush() {
        return super.forceFlush();
    }

    /** Both of what this is have one. */
    @Override
    public CompletableResultCode shutdown() {
        return super.shutdown();
    }

    @Override
    public void close() {
        shutdown();
    }
}
