package com.dataenginex.objectives;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** One promise, and how many requests kept it since the start. Thread-safe. */
final class Objective {
    /** The longest time that a burn rate can be asked for. */
    static final Duration LONGEST = Duration.ofHours(1);

    private final String name;
    private final double target;
    private final LongSupplier nanoTime;
    private final LongAdder good = new LongAdder();
    private final LongAdder bad = new LongAdder();
    private final LongAdder drilledGood = new LongAdder();
    private final LongAdder drilledBad = new LongAdder();
    /** Guarded by this; the oldest first, at least one. */
    private final List<Counted> samples = new ArrayList<>();

    /** What was counted until a moment. */
    private record Counted(long nanos, long good, long bad) {
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    Objective(String name, double target, LongSupplier nanoTime) {
        this.name = name;
        this.target = target;
        this.nanoTime = nanoTime;
        samples.add(now());
    }

    String name() {
        return name;
    }

    double target() {
        return target;
    }

    /** @param drilled whether it is part of a drill, and so of no budget */
    void count(boolean kept, boolean drilled) {
        if (drilled) {
            (kept ? drilledGood : drilledBad).increment();
        } else {
            (kept ? good : bad).increment();
        }
    }

    long drilledGood() {
        return drilledGood.sum();
    }

    long drilledBad() {
        return drilledBad.sum();
    }

    long good() {
        return good.sum();
    }

    long bad() {
        return bad.sum();
    }

    /** What is left of the budget of the requests so far: 1 is all of it, below 0 it is overspent. */
    double budgetLeft() {
        return 1 - spent(0, 0);
    }

    /**
     * How many times as fast as the target allows requests went wrong within the last so many minutes, or since the start if that is
     * less long ago; NaN without a request.
     *
     * @param window at most {@link #LONGEST}
     */
    synchronized double burn(Duration window) {
        long begin = nanoTime.getAsLong() - window.toNanos();
        Counted from = samples.getFirst();
        for (Counted sample : samples) {
            if (sample.nanos() - begin > 0) {
                break;
            }
            from = sample;
        }
        return good() + bad() == from.good() + from.bad() ? Double.NaN : spent(from.good(), from.bad());
    }

    /** Notes what is counted, for the burn rates; to be called every few seconds. */
    synchronized void sample() {
        Counted now = now();
        samples.add(now);
        // The first one that is kept is the last before the longest window begins.
        while (samples.get(1).nanos() - (now.nanos() - LONGEST.toNanos()) <= 0) {
            samples.removeFirst();
        }
    }

    private Counted now() {
        return new Counted(nanoTime.getAsLong(), good(), bad());
    }

    /** The share of requests that went wrong since then, as a multiple of what the target allows; 0 without a request. */
    private double spent(long goodBefore, long badBefore) {
        double wrong = bad() - badBefore;
        double all = good() - goodBefore + wrong;
        return all == 0 ? 0 : wrong / all / (1 - target);
    }
}
