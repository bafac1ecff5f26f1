package com.dataenginex.health;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.time.Duration;

/** Whether the process itself can go on: threads that wait for each other's locks never will. Thread-safe. */
final class ProcessHealth {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Clock clock;
    private volatile Component component;

    ProcessHealth(Clock clock) {
        this.clock = clock;
        this.component = new Component(ComponentState.HEALTHY, "works", Duration.ZERO, clock.instant());
    }

    /** Looks anew; takes some milliseconds. For one thread. */
    void look() {
        long start = System.nanoTime();
        long[] deadlocked = threads.findDeadlockedThreads();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        ComponentState state = deadlocked == null ? ComponentState.HEALTHY : ComponentState.UNHEALTHY;
        String message = deadlocked == null ? "works" : deadlocked.length + " threads are deadlocked";
        boolean changed = state != component.state();
        component = new Component(state, message, took, changed ? clock.instant() : component.since());
    }

    Component component() {
        return component;
    }
}
