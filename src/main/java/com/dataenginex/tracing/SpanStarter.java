package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.Callable;

/**
 * Spans of your own:
 *
 * <pre>{@code
 * private static final SpanStarter TRACER = SpanStarter.get(MyClass.class);
 *
 * TRACER.run("database_query", span -> {
 *     span.set("query.table", "users").set("query.limit", 100);
 *     // ... do database work ...
 *     span.set("query.results", 42);
 * });
 * }</pre>
 */
public final class SpanStarter {
    private static volatile OpenTelemetry telemetry = OpenTelemetry.noop();

    private final String scope;

    /** What is done in a span. */
    @FunctionalInterface
    public interface Block<E extends Exception> {
        void run(ActiveSpan span) throws E;
    }

    /** What is found out in a span. */
    @FunctionalInterface
    public interface Question<T, E extends Exception> {
        T call(ActiveSpan span) throws E;
    }

    private SpanStarter(String scope) {
        this.scope = scope;
    }

    /** @param owner its package names the instrumentation scope */
    public static SpanStarter get(Class<?> owner) {
        return new SpanStarter(owner.getPackageName());
    }

    /**
     * Runs a block in a span of its own, which is current meanwhile. If the block throws, the span is marked as failed and keeps the
     * exception.
     *
     * @throws E what the block throws
     */
    public <E extends Exception> void run(String name, Block<E> block) throws E {
        call(name, span -> {
            block.run(span);
            return null;
        });
    }

    /** As {@link #run}, with a result. */
    public <T, E extends Exception> T call(String name, Question<T, E> block) throws E {
        try (ActiveSpan span = start(name)) {
            try {
                return block.call(span);
            } catch (Throwable e) {
                span.failed(e);
                throw e;
            }
        }
    }

    /**
     * Starts a span under the current one and makes it current until it is closed, on this thread. For a span that no single block
     * holds; it is marked as failed only by {@link ActiveSpan#failed}.
     */
    public ActiveSpan start(String name) {
        return new ActiveSpan(telemetry.getTracer(scope).spanBuilder(name).startSpan());
    }

    /** Work for another thread, which keeps this one's span and request. */
    public static Runnable carry(Runnable work) {
        return Context.current().wrap(() -> {
            try (Scope ignored = Exchange.help()) {
                work.run();
            }
        });
    }

    /** Work for another thread, which keeps this one's span and request. */
    public static <T> Callable<T> carry(Callable<T> work) {
        return Context.current().wrap(() -> {
            try (Scope ignored = Exchange.help()) {
                return work.call();
            }
        });
    }

    static void use(OpenTelemetry newTelemetry) {
        telemetry = newTelemetry;
    }
}
