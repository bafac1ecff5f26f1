package com.dataenginex.health;

import com.dataenginex.log.Log;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Does something once per interval, varied by up to a tenth so that replicas do not all do it at once. A round that
 * fails is logged, and the next one follows as usual.
 *
 * @param name of what is done, for the log
 */
record Rounds(String name, Duration interval) {
    private static final Log LOG = Log.of(Rounds.class);

    /** What is done once per interval. */
    @FunctionalInterface
    interface Round {
        void run() throws InterruptedException;
    }

    /** Returns when the thread is interrupted. */
    void repeat(Round round) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    round.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("health_round_failed", out -> out.text("checked", name), e);
                }
                TimeUnit.NANOSECONDS.sleep(jittered(interval.toNanos()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long jittered(long nanos) {
        return (long) (nanos * (0.9 + 0.2 * ThreadLocalRandom.current().nextDouble()));
    }
}
