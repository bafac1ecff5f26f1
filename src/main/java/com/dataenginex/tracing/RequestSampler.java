package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Kept;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Samples what the sampler below it does, and also every span of a request that is debugged. Those have an attribute, so that the
 * share that the sampler chose stays countable. The other spans of a request that is remembered are recorded and not exported, since
 * only its end tells whether it is one to look at.
 *
 * @param chosen the sampler that is configured
 */
record RequestSampler(Sampler chosen) implements Sampler {
    private static final SamplingResult KEEP = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE,
            Attributes.of(KeptSpan.KEPT, Kept.DEBUG.toString()));

    @Override
    public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
            Attributes attributes, List<LinkData> links) {
        SamplingResult result = chosen.shouldSample(parent, traceId, name, kind, attributes, links);
        if (result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE) {
            return result;
        }
        Exchange exchange = Exchange.in(parent);
        if (exchange == null) {
            return result;
        }
        if (exchange.isDebugged()) {
            return KEEP;
        }
        // Without a span of the request, as on a path that is excluded, there is no trace to keep.
        boolean recorded = exchange.record() != null && (kind == SpanKind.SERVER || exchange.span().isValid());
        return recorded ? SamplingResult.recordOnly() : result;
    }

    @Override
    public String getDescription() {
        return chosen.getDescription();
    }
}
