package com.dataenginex.drill;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How much of the service drills may take, and which headers were used. Thread-safe. */
final class DrillLimits {
    private final int maxRate;
    private final Semaphore places;
    private final long rememberedNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Long> used = new ConcurrentHashMap<>();
    private long secondBegan;
    private int inSecond;
    private long sweptAt;

    /**
     * @param maxRate requests in a second
     * @param places requests in flight
     * @param remembered how long a header that was used may still be good
     */
    DrillLimits(int maxRate, int places, Duration remembered, LongSupplier nanoTime) {
        this.maxRate = maxRate;
        this.places = new Semaphore(places);
        this.rememberedNanos = remembered.toNanos();
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
        this.sweptAt = secondBegan;
    }

    /** Whether this second has room; what passes is all that is remembered, so memory is bounded too. */
    synchronized boolean take() {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= TimeUnit.SECONDS.toNanos(1)) {
            secondBegan = now;
            inSecond = 0;
        }
        if (now - sweptAt >= rememberedNanos) {
            sweptAt = now;
            used.values().removeIf(at -> now - at > rememberedNanos);
        }
        return inSecond++ < maxRate;
    }

    /** Whether the text was not used before. */
    boolean isFirst(String once) {
        return used.putIfAbsent(once, nanoTime.getAsLong()) == null;
    }

    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }
}
