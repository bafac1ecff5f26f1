package com.dataenginex.log;

import java.time.Instant;

/**
 * Points in time as nanoseconds since 1970-01-01T00:00:00Z, from the year 1678 to 2262: what is kept of each request has many of them,
 * and an {@link Instant} is an object that each garbage collection copies.
 */
public final class EpochNanos {
    private static final long SECOND = 1_000_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / SECOND - 1;

    private EpochNanos() {
    }

    public static long now() {
        return of(Instant.now());
    }

    /** One that is out of range is the first or the last second of it. */
    public static long of(Instant time) {
        return Math.clamp(time.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS) * SECOND + time.getNano();
    }

    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
