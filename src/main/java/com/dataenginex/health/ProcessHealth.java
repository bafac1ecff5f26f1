package com.dataenginex.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Checks the process itself. It detects deadlocked platform threads, virtual threads that are no longer scheduled (each
 * request runs on one), a log that is no longer written, and classes that a request needed and that cannot be used. It does not detect deadlocked virtual threads, which the
 * JVM does not report ({@link ThreadMXBean#findDeadlockedThreads}). Thread-safe.
 */
final class ProcessHealth {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Clock clock;
    private final BooleanSupplier logWritten;
    private final Supplier<String> unusable;
    private final Duration scheduledWithin;
    private volatile Component component;

    /**
     * @param logWritten whether the thread that writes the log is alive
     * @param unusable what cannot be used any more, or null
     * @param scheduledWithin time in which a virtual thread must be run
     */
    ProcessHealth(Clock clock, BooleanSupplier logWritten, Supplier<String> unusable, Duration scheduledWithin) {
        this.unusable = unusable;
        this.scheduledWithin = scheduledWithin;
        this.clock = clock;
        this.logWritten = logWritten;
        this.component = new Component(ComponentState.HEALTHY, "works", Duration.ZERO, clock.instant());
    }

    /** Runs the check: some milliseconds, or seconds if virtual threads are not scheduled. For one platform thread. */
    void look() throws InterruptedException {
        long start = System.nanoTime();
        String problem = problem();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ComponentState state = problem == null ? ComponentState.HEALTHY : ComponentState.UNHEALTHY;
        boolean changed = state != component.state();
        component = new Component(state, problem == null ? "works" : problem, took,
                changed ? clock.instant() : component.since());
    }

    /** What is wrong, or null. */
    private String problem() throws InterruptedException {
        CountDownLatch run = new CountDownLatch(1);
        Thread.ofVirtual().name("health-scheduled").start(run::countDown);
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked != null) {
            return deadlocked.length + " threads are deadlocked";
        }
        if (!logWritten.getAsBoolean()) {
            return "the log is not written any more";
        }
        String cannotBeUsed = unusable.get();
        if (cannotBeUsed != null) {
            return cannotBeUsed;
        }
        return run.await(scheduledWithin.toMillis(), TimeUnit.MILLISECONDS)
                ? null
                : "virtual threads were not run within " + scheduledWithin.toMillis() + " ms";
    }

    Component component() {
        return component;
    }
}
