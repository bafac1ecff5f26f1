package com.dataenginex.service;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Handles SIGTERM, SIGINT and SIGHUP: the first one asks for an orderly stop, a later one ends the process at once. One that comes
 * with the first is the same: {@code timeout} signals its child and the child's group. A shutdown hook could do neither well:
 * {@code java.util.logging} closes its handlers in a hook of its own at the same time, and the JVM ignores signals while hooks run.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection since javac warns of it in a way that cannot be
 * silenced.
 */
public final class Signals {
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");
    /** Shells report a process that was ended by signal n as 128 + n; 15 is SIGTERM. */
    static final int KILLED = 143;
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private Signals() {
    }

    /** @param stop runs on a thread of its own, once */
    public static void onStop(Runnable stop) {
        // The JVM's signal thread is a daemon, and its children would be: the process could end before they do.
        Runnable handler = handler(() -> Thread.ofPlatform().name("stop").daemon(false).start(stop),
                () -> Runtime.getRuntime().halt(KILLED), System::nanoTime);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> type = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (self, method, args) -> {
                handler.run();
                return null;
            });
            for (String name : NAMES) {
                signal.getMethod("handle", signal, type).invoke(null,
                        signal.getConstructor(String.class).newInstance(name),
                        proxy);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM has no sun.misc.Signal (module jdk.unsupported)", e);
        }
    }

    /**
     * Run for each signal, by any thread.
     *
     * @param nanos now, as {@link System#nanoTime()}
     */
    static Runnable handler(Runnable stop, Runnable end, LongSupplier nanos) {
        AtomicReference<Long> first = new AtomicReference<>();
        return () -> {
            long now = nanos.getAsLong();
            if (first.compareAndSet(null, now)) {
                stop.run();
            } else if (now - first.get() > TOGETHER_NANOS) {
                end.run();
            }
        };
    }
}
