package com.dataenginex.tracing;

import com.dataenginex.otlp.ExportCounts;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;

/** What became of the spans; those are made that are sampled and end. */
public final class SpanCounts extends ExportCounts implements SpanEnds {
    private final SpanRoom room = new SpanRoom(this::queueLimit);
    private volatile boolean exporting;

    SpanCounts() {
        super("processedSpans");
    }

    /** Where spans wait for the exporter. */
    SpanRoom room() {
        return room;
    }

    /** The batch that the processor has taken from its queue and may not send yet is among them. */
    @Override
    public long queued() {
        return Math.min(room.waiting(), queueLimit());
    }

    /** Spans that were neither exported nor given up, of those that an exporter was there for. */
    public long unsent() {
        return exporting ? Math.max(0, created() - exported() - failed() - overflowed()) : 0;
    }

    /** One could not be encoded, and so is not exported. */
    void unencodable() {
        failed(1);
    }

    void exporting() {
        exporting = true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            made();
        }
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
