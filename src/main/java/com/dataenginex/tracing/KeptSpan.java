package com.dataenginex.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** A span that was recorded and not sampled, as one that is: exporters leave out every other. */
final class KeptSpan implements ReadableSpan {
    /** Why a span is exported that the sampler had not chosen. */
    static final AttributeKey<String> KEPT = AttributeKey.stringKey("sampling.kept");

    private final ReadableSpan span;
    private final String reason;
    private final SpanContext context;

    /** @param reason an attribute that the span gets, or null */
    KeptSpan(ReadableSpan span, String reason) {
        this.span = span;
        this.reason = reason;
        SpanContext recorded = span.getSpanContext();
        byte flags = (byte) (recorded.getTraceFlags().asByte() | TraceFlags.getSampled().asByte());
        this.context = SpanContext.create(recorded.getTraceId(), recorded.getSpanId(), TraceFlags.fromByte(flags),
                recorded.getTraceState());
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanData toSpanData() {
        return new DelegatingSpanData(span.toSpanData()) {
            @Override
            public SpanContext getSpanContext() {
                return context;
            }

            /** Added here, since a span that is full takes no attribute any more. */
            @Override
            public Attributes getAttributes() {
                return reason == null
                        ? super.getAttributes()
                        : super.getAttributes().toBuilder().put(KEPT, reason).build();
            }

            @Override
            public int getTotalAttributeCount() {
                return super.getTotalAttributeCount() + (reason == null ? 0 : 1);
            }
        };
    }

    @Override
    public SpanContext getParentSpanContext() {
        return span.getParentSpanContext();
    }

    @Override
    public String getName() {
        return span.getName();
    }

    @Override
    @Deprecated
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return span.getInstrumentationLibraryInfo();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return span.getInstrumentationScopeInfo();
    }

    @Override
    public boolean hasEnded() {
        return span.hasEnded();
    }

    @Override
    public long getLatencyNanos() {
        return span.getLatencyNanos();
    }

    @Override
    public SpanKind getKind() {
        return span.getKind();
    }

    @Override
    public <T> T getAttribute(AttributeKey<T> key) {
        return span.getAttribute(key);
    }

    @Override
    public Attributes getAttributes() {
        return span.getAttributes();
    }
}
