package com.dataenginex.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;

/** A span that is current until it is closed; for one thread. */
public final class ActiveSpan implements AutoCloseable {
    private final Span span;
    private final Scope scope;

    ActiveSpan(Span span) {
        this.span = span;
        this.scope = span.makeCurrent();
    }

    public ActiveSpan set(String name, String value) {
        span.setAttribute(name, value);
        return this;
    }

    public ActiveSpan set(String name, long value) {
        span.setAttribute(name, value);
        return this;
    }

    public ActiveSpan set(String name, double value) {
        span.setAttribute(name, value);
        return this;
    }

    public ActiveSpan set(String name, boolean value) {
        span.setAttribute(name, value);
        return this;
    }

    /** Marks the span as failed and keeps the exception as an event. */
    public ActiveSpan failed(Throwable cause) {
        span.recordException(cause);
        span.setStatus(StatusCode.ERROR);
        return this;
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
