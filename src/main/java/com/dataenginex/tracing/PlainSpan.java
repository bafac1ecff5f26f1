package com.dataenginex.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/**
 * A span that has ended and says no more than its name, when it was and what it is part of: the SDK's holds a lock, a clock and a
 * callback beside that, and what is remembered is copied by each garbage collection.
 */
public final class PlainSpan implements ReadableSpan, SpanData {
    private final SpanContext context;
    private final SpanContext parent;
    private final String name;
    private final SpanKind kind;
    private final long startEpochNanos;
    private final long endEpochNanos;
    private final Resource resource;
    private final InstrumentationScopeInfo scope;

    private PlainSpan(SpanData span) {
        context = span.getSpanContext();
        parent = span.getParentSpanContext();
        name = span.getName();
        kind = span.getKind();
        startEpochNanos = span.getStartEpochNanos();
        endEpochNanos = span.getEndEpochNanos();
        resource = span.getResource();
        scope = span.getInstrumentationScopeInfo();
    }

    /**
     * Returns what is to be remembered of a span.
     *
     * @param data of it
     * @return the same span, if it has not ended or says more
     */
    public static ReadableSpan of(ReadableSpan span, SpanData data) {
        boolean plain = data.hasEnded() && data.getTotalAttributeCount() == 0 && data.getTotalRecordedEvents() == 0
                && data.getTotalRecordedLinks() == 0 && data.getStatus().equals(StatusData.unset());
        return plain ? new PlainSpan(data) : span;
    }

    @Override
    public SpanData toSpanData() {
        return this;
    }

    @Override
    public SpanContext getSpanContext() {
        return context;
    }

    @Override
    public SpanContext getParentSpanContext() {
        return parent;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public SpanKind getKind() {
        return kind;
    }

    @Override
    public long getStartEpochNanos() {
        return startEpochNanos;
    }

    @Override
    public long getEndEpochNanos() {
        return endEpochNanos;
    }

    @Override
    public long getLatencyNanos() {
        return endEpochNanos - startEpochNanos;
    }

    @Override
    public boolean hasEnded() {
        return true;
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
    @Deprecated
    public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        return InstrumentationLibraryInfo.create(scope.getName(), scope.getVersion(), scope.getSchemaUrl());
    }

    @Override
    public <T> T getAttribute(AttributeKey<T> key) {
        return null;
    }

    @Override
    public Attributes getAttributes() {
        return Attributes.empty();
    }

    @Override
    public int getTotalAttributeCount() {
        return 0;
    }

    @Override
    public StatusData getStatus() {
        return StatusData.unset();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }
}
