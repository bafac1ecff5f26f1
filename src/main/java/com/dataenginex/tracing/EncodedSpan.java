package com.dataenginex.tracing;

import com.dataenginex.otlp.ProtobufWriter;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** A span that has ended and is encoded, by the thread that ended it: what it is made of is in that one's cache. */
final class EncodedSpan extends ForwardingSpan {
    private final Data data;

    private EncodedSpan(ReadableSpan span) {
        super(span);
        data = new Data(span.toSpanData());
    }

    @Override
    public SpanData toSpanData() {
        return data;
    }

    /** What an exporter gets, with what it sends. */
    static final class Data extends DelegatingSpanData {
        private final ProtobufWriter encoded;

        private Data(SpanData span) {
            super(span);
            encoded = SpanEncoder.encode(span);
        }

        /** The span as an element of its {@code ScopeSpans}. */
        static ProtobufWriter of(SpanData span) {
            return span instanceof Data data ? data.encoded : SpanEncoder.encode(span);
        }
    }

    /**
     * Encodes the spans before another processor gets them.
     *
     * @param next is told of ends alone
     */
    record Processor(SpanProcessor next) implements SpanProcessor {
        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // Only ends are told.
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            next.onEnd(new EncodedSpan(span));
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }

        @Override
        public CompletableResultCode forceFlush() {
            return next.forceFlush();
        }

        @Override
        public CompletableResultCode shutdown() {
            return next.shutdown();
        }
    }
}
