package com.dataenginex.tracing;

import com.dataenginex.otlp.Encoded;
import com.dataenginex.otlp.ProtobufWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A span that has ended and is encoded, by the thread that ended it: what it was made of is in that one's cache, and need not be kept
 * while it waits. It has what a batch processor and {@link SpanMessage} ask for; of the rest it says that it is not known any more.
 */
final class EncodedSpan implements ReadableSpan, SpanData, Encoded {
    /** This object, and its place in the queue. */
    private static final int LIGHTEST = 128;

    /** All that is asked of it is whether it is sampled: the bytes have the ids, and the trace state, which a client may make long. */
    private static final SpanContext SAMPLED = SpanContext.create(TraceId.getInvalid(), SpanId.getInvalid(),
            TraceFlags.getSampled(), TraceState.getDefault());

    private final Resource resource;
    private final InstrumentationScopeInfo scope;
    private final byte[] encoded;
    private final int length;

    private EncodedSpan(SpanData span) {
        resource = span.getResource();
        scope = span.getInstrumentationScopeInfo();
        ProtobufWriter written = SpanEncoder.encode(span);
        encoded = written.taken(SpanEncoder.SPARE);
        length = written.length();
    }

    /** The span as an element of its {@code ScopeSpans}. */
    static Encoded encoded(SpanData span) {
        return span instanceof EncodedSpan known ? known : SpanEncoder.encode(span);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(encoded, 0, length);
    }

    /** Bytes that it keeps of the heap, about. */
    int weight() {
        return encoded.length + LIGHTEST;
    }

    /**
     * Encodes the spans before another processor gets them.
     *
     * @param next is told of ends alone
     * @param room for those that wait
     * @param counts of spans that there is no room for, or that cannot be encoded, and so are not exported
     */
    record Processor(SpanProcessor next, SpanRoom room, SpanCounts counts) implements SpanEnds {
        @Override
        public void onEnd(ReadableSpan span) {
            if (!room.enter()) {
                counts.noRoom();
                return;
            }
            EncodedSpan encoded;
            try {
                encoded = new EncodedSpan(span.toSpanData());
            } catch (RuntimeException | Error e) {
                room.leave();
                counts.unencodable();
                throw e;
            }
            if (room.take(encoded.weight())) {
                next.onEnd(encoded);
            } else {
                room.leave();
                counts.noRoom();
            }
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

    @Override
    public SpanData toSpanData() {
        return this;
    }

    /** One that is sampled, without ids. */
    @Override
    public SpanContext getSpanContext() {
        return SAMPLED;
    }

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return scope;
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    private static UnsupportedOperationException encodedAlready() {
        return new UnsupportedOperationException("The span is encoded, and no more is known of it");
    }

    @Override
    public String getName() {
        throw encodedAlready();
    }

    @Override
    public SpanKind getKind() {
        throw encodedAlready();
    }

    @Override
    public SpanContext getParentSpanContext() {
        throw encodedAlready();
    }

    @Override
    public StatusData getStatus() {
        throw encodedAlready();
    }

    @Override
    public long getStartEpochNanos() {
        throw encodedAlready();
    }

    @Override
    public long getEndEpochNanos() {
        throw encodedAlready();
    }

    @Override
    public long getLatencyNanos() {
        throw encodedAlready();
    }

    @Override
    public <T> T getAttribute(AttributeKey<T> key) {
        throw encodedAlready();
    }

    @Override
    public Attributes getAttributes() {
        throw encodedAlready();
    }

    @Override
    public int getTotalAttributeCount() {
        throw encodedAlready();
    }

    @Override
    public List<EventData> getEvents() {
        throw encodedAlready();
    }

    @Override
    public int getTotalRecordedEvents() {
        throw encodedAlready();
    }

    @Override
    public List<LinkData> getLinks() {
        throw encodedAlready();
    }

    @Override
    public int getTotalRecordedLinks() {
        throw encodedAlready();
    }

    @Override
    @Deprecated
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        throw encodedAlready();
    }
}
