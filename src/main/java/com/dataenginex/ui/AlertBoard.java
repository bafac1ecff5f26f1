package com.dataenginex.ui;

import com.dataenginex.readers.ReadException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The table of alerts: those of Prometheus where it is configured and can be read, else those of this instance. Asks on a thread of its
 * own, and only while somebody looks, so that no viewer waits. Thread-safe.
 */
final class AlertBoard implements AutoCloseable {
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** A table that is older is not shown; one who looked longer ago has left. */
    private static final long OLD_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final String ASKING = "Prometheus is being asked";

    private final List<AlertWatch> watches;
    private final Supplier<AlertReader> clients;
    private final Thread thread;
    /** Of the thread's alone. */
    private AlertReader reader;
    private volatile AlertTable read;
    private volatile String why = ASKING;
    private volatile long lookedAt;
    private volatile boolean idle;
    private volatile boolean stopped;

    /** @param clients of Prometheus and Alertmanager, made on the first look; null where they are not configured */
    AlertBoard(List<AlertWatch> watches, Supplier<AlertReader> clients) {
        this.watches = watches;
        this.clients = clients;
        thread = Thread.ofPlatform().daemon().name("ui-alerts").unstarted(this::run);
    }

    void start() {
        if (clients != null) {
            lookedAt = System.nanoTime() - OLD_NANOS;
            thread.start();
        }
    }

    AlertTable table() {
        if (clients == null) {
            return AlertTable.ofThisInstance(watches, null);
        }
        lookedAt = System.nanoTime();
        if (idle) {
            LockSupport.unpark(thread);
        }
        AlertTable last = read;
        return last != null && lookedAt - last.readAt() < OLD_NANOS ? last : AlertTable.ofThisInstance(watches, why);
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }

    private void run() {
        while (!stopped) {
            awaitViewer();
            if (!stopped) {
                ask();
            }
            long due = System.nanoTime() + STEP_NANOS;
            while (!stopped && due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void awaitViewer() {
        idle = true;
        while (!stopped && System.nanoTime() - lookedAt >= OLD_NANOS) {
            LockSupport.park();
        }
        idle = false;
    }

    private void ask() {
        try {
            reader = reader == null ? clients.get() : reader;
            read = reader.read();
            why = ASKING;
        } catch (ReadException | IllegalStateException e) {
            why = e.getMessage();
            read = null;
        } catch (RuntimeException e) {
            why = "What Prometheus answers is not understood: " + e.getClass().getSimpleName();
            read = null;
        }
    }
}
