package com.dataenginex.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;

/** A span that was recorded and not sampled, as one that is: exporters leave out every other. */
final class KeptSpan extends ForwardingSpan {
    /** Why a span is exported that the sampler had not chosen. */
    static final AttributeKey<String> KEPT = AttributeKey.stringKey("sampling.kept");

    private final String reason;
    private final SpanContext context;

    /** @param reason an attribute that the span gets, or null */
    KeptSpan(ReadableSpan span, String reason) {
        super(span);
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
        return new DelegatingSpanData(super.toSpanData()) {
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
}
