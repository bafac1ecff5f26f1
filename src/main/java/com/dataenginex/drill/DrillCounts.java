package com.dataenginex.drill;

import com.dataenginex.debug.SignatureCheck;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What drills did since the start. Thread-safe. */
public final class DrillCounts {
    /** Two scrapes. */
    private static final Duration RECENT = Duration.ofSeconds(30);

    private final Map<DrillFault, LongAdder> applied = counters(DrillFault.class);
    private final Map<DrillRefusal, LongAdder> refused = counters(DrillRefusal.class);
    private final Map<SignatureCheck, LongAdder> seen = counters(SignatureCheck.class);
    /** By the ordinal of the fault; null before the first one. */
    private final Long[] last = new Long[DrillFault.values().length];
    private final LongSupplier nanoTime;

    DrillCounts(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static <E extends Enum<E>> Map<E, LongAdder> counters(Class<E> type) {
        Map<E, LongAdder> counters = new EnumMap<>(type);
        for (E one : type.getEnumConstants()) {
            counters.put(one, new LongAdder());
        }
        return counters;
    }

    void seen(SignatureCheck result) {
        seen.get(result).increment();
    }

    void refused(DrillRefusal reason) {
        refused.get(reason).increment();
    }

    void applied(DrillFault fault) {
        applied.get(fault).increment();
        synchronized (last) {
            last[fault.ordinal()] = nanoTime.getAsLong();
        }
    }

    boolean isRecent(DrillFault fault) {
        synchronized (last) {
            Long at = last[fault.ordinal()];
            return at != null && nanoTime.getAsLong() - at < RECENT.toNanos();
        }
    }

    /** Requests to which the fault was applied. */
    public long of(DrillFault fault) {
        return applied.get(fault).sum();
    }

    /** Good headers that were not followed. */
    public long of(DrillRefusal reason) {
        return refused.get(reason).sum();
    }

    /** Headers with that result. */
    public long of(SignatureCheck result) {
        return seen.get(result).sum();
    }
}
