package com.dataenginex.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;

/**
 * Spans of your own:
 *
 * <pre>{@code
 * private static final SpanStarter TRACER = SpanStarter.get(MyClass.class);
 *
 * try (ActiveSpan span = TRACER.start("database_query")) {
 *     span.set("query.table", "users").set("query.limit", 100);
 *     // ... do database work ...
 *     span.set("query.results", 42);
 * }
 * }</pre>
 */
public final class SpanStarter {
    private static volatile OpenTelemetry telemetry = OpenTelemetry.noop();

    private final String scope;

    private SpanStarter(String scope) {
        this.scope = scope;
    }

    /** @param owner its package names the instrumentation scope */
    public static SpanStarter get(Class<?> owner) {
        return new SpanStarter(owner.getPackageName());
    }

    /** Starts a span under the current one and makes it current until it is closed, on this thread. */
    public ActiveSpan start(String name) {
        return new ActiveSpan(telemetry.getTracer(scope).spanBuilder(name).startSpan());
    }

    /** Work for another thread, which keeps this one's span and request. */
    public static Runnable carry(Runnable work) {
        return Context.current().wrap(work);
    }

    /** Work for another thread, which keeps this one's span and request. */
    public static <T> Callable<T> carry(Callable<T> work) {
        return Context.current().wrap(work);
    }

    static void use(OpenTelemetry newTelemetry) {
        telemetry = newTelemetry;
    }
}
