package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import io.opentelemetry.api.common.AttributeKey;
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
 * share that the sampler chose stays countable.
 *
 * @param chosen the sampler that is configured
 */
record DebugSampler(Sampler chosen) implements Sampler {
    /** Why a span is exported that the sampler had not chosen. */
    static final AttributeKey<String> KEPT = AttributeKey.stringKey("sampling.kept");

    private static final SamplingResult KEEP = SamplingResult.create(SamplingDecision.RECORD_AND_SAMPLE,
            Attributes.of(KEPT, "debug"));

    @Override
    public SamplingResult shouldSample(Context parent, String traceId, String name, SpanKind kind,
            Attributes attributes, List<LinkData> links) {
        SamplingResult result = chosen.shouldSample(parent, traceId, name, kind, attributes, links);
        if (result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE) {
            return result;
        }
        Exchange exchange = Exchange.in(parent);
        return exchange != null && exchange.isDebugged() ? KEEP : result;
    }

    @Override
    public String getDescription() {
        return chosen.getDescription();
    }
}
