package com.dataenginex.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/** The phase of the process; it only moves forward. Thread-safe. */
public final class Lifecycle {
    /** Where a process stands between its start and its end. */
    enum Phase {
        STARTING,
        STARTED,
        DRAINING;

        private final String text = name().toLowerCase(Locale.ROOT);

        @Override
        public String toString() {
            return text;
        }
    }

    /** A phase and when it began. */
    record Stage(Phase phase, Instant since) {
    }

    private final Clock clock;
    private volatile Stage stage;

    public Lifecycle(Clock clock) {
        this.clock = clock;
        this.stage = new Stage(Phase.STARTING, clock.instant());
    }

    /** Everything that start-up does is done. */
    public void started() {
        advance(Phase.STARTED);
    }

    /** The service is about to stop: it still answers, but should get no more requests. */
    public void draining() {
        advance(Phase.DRAINING);
    }

    private synchronized void advance(Phase next) {
        if (next.compareTo(stage.phase()) > 0) {
            stage = new Stage(next, clock.instant());
        }
    }

    public boolean isDraining() {
        return stage.phase() == Phase.DRAINING;
    }

    /** Stays true once it is true. */
    boolean isStarted() {
        return stage.phase() != Phase.STARTING;
    }

    Stage stage() {
        return stage;
    }
}
