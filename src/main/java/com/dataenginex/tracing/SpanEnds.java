package com.dataenginex.tracing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** A processor that is told of ends alone. */
interface SpanEnds extends SpanProcessor {
    @Override
    default void onStart(Context parent, ReadWriteSpan span) {
        // It is not asked for.
    }

    @Override
    default boolean isStartRequired() {
        return false;
    }

    @Override
    default boolean isEndRequired() {
        return true;
    }
}
