package com.dataenginex.metrics;

import java.util.concurrent.atomic.AtomicInteger;

/** How many label combinations the HTTP metrics may still have. Thread-safe. */
final class SeriesBudget {
    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    SeriesBudget(int max) {
        this.max = max;
    }

    /** Takes room for one more; false if there is none. */
    boolean take() {
        if (taken.incrementAndGet() <= max) {
            return true;
        }
        taken.decrementAndGet();
        return false;
    }
}
