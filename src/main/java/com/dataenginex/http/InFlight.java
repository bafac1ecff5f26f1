package com.dataenginex.http;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many of something have begun and not ended. After its deadline, if one is set, what ends is no longer subtracted, so the
 * count is the number of those that were interrupted. Thread-safe.
 */
public final class InFlight {
    private final LongAdder count = new LongAdder();
    private volatile Long dueNanos;

    public void begun() {
        count.increment();
    }

    public void ended() {
        Long due = dueNanos;
        if (due == null || System.nanoTime() - due < 0) {
            count.decrement();
        }
    }

    public long count() {
        return count.sum();
    }

    /** @param nanoTime the deadline, on the clock of {@link System#nanoTime()} */
    public void dueAt(long nanoTime) {
        dueNanos = nanoTime;
    }
}
