package com.dataenginex.health;

import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * What is known of one dependency. One failed check does not change its state; several in a row do. Written by its
 * checking thread only, read by any thread.
 */
final class Dependency {
    private static final Log LOG = Log.of(Dependency.class);

    private final DependencyConfig config;
    private final HealthConfig limits;
    private final Clock clock;
    private int failures;
    private int successes;
    private final LongSupplier nanoTime;
    private volatile Component component;
    /** When the last check ended, by {@link #nanoTime}; null before the first one. The wall clock may be set. */
    private volatile Long lastCheckNanos;
    /** The same moment on the wall clock, for people. */
    private volatile Instant lastCheck;
    private volatile Failing failing;

    /** That it counts as failed, whatever its checks say. */
    private record Failing(long untilNanos, Instant since) {
    }

    Dependency(DependencyConfig config, HealthConfig limits, Clock clock) {
        this(config, limits, clock, System::nanoTime);
    }

    Dependency(DependencyConfig config, HealthConfig limits, Clock clock, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.config = config;
        this.limits = limits;
        this.clock = clock;
        boolean skipped = config.target() == null;
        component = new Component(skipped ? ComponentState.SKIPPED : bad(),
                skipped ? "not configured" : "not checked yet",
                Duration.ZERO, clock.instant());
    }

    DependencyConfig config() {
        return config;
    }

    boolean isChecked() {
        return lastCheckNanos != null || config.target() == null;
    }

    /** When the last check ended; null before the first one. */
    Instant lastCheck() {
        return lastCheck;
    }

    /**
     * Lets it count as failed.
     *
     * @param nanoTime until when
     * @param since when that began; null if it did before
     */
    void failUntil(long nanoTime, Instant since) {
        Failing before = failing;
        failing = new Failing(nanoTime, since == null && before != null ? before.since() : since);
    }

    /** Whether it counts as failed now, whatever its checks say. */
    boolean isOverridden() {
        Failing now = failing;
        return now != null && nanoTime.getAsLong() - now.untilNanos() < 0;
    }

    /** The current state; failed if the last result is too old. */
    Component component() {
        if (isOverridden()) {
            return new Component(bad(), "a drill lets it fail", Duration.ZERO, failing.since());
        }
        Component now = component;
        Long last = lastCheckNanos;
        Duration age = last == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - last);
        if (age.compareTo(limits.staleAfter()) > 0) {
            return new Component(bad(), "stale: last checked " + age.toSeconds() + " s ago", now.took(),
                    clock.instant().minus(age));
        }
        return now;
    }

    /**
     * Takes in the result of a check.
     *
     * @param failure why it failed, or null
     * @return whether the state has changed
     */
    boolean record(String failure, Duration took) {
        failures = failure == null ? 0 : failures + 1;
        successes = failure == null ? successes + 1 : 0;
        boolean first = lastCheckNanos == null;
        boolean up = component.state() == ComponentState.HEALTHY;
        boolean goesDown = failure != null && (first || up && failures >= limits.failuresToGoDown());
        boolean comesUp = failure == null && !up && (first || successes >= limits.successesToComeUp());
        ComponentState state = goesDown ? bad() : comesUp ? ComponentState.HEALTHY : component.state();
        boolean changed = state != component.state() || first;
        Instant now = clock.instant();
        component = new Component(state, message(failure, state), took, changed ? now : component.since());
        lastCheck = now;
        lastCheckNanos = nanoTime.getAsLong();
        if (changed) {
            say(state, component.message(), now.toString());
        }
        return changed;
    }

    private ComponentState bad() {
        return config.hard() ? ComponentState.UNHEALTHY : ComponentState.DEGRADED;
    }

    private String message(String failure, ComponentState state) {
        if (failure == null) {
            return state.works()
                    ? "works"
                    : "works again, " + successes + " of " + limits.successesToComeUp() + " checks";
        }
        return state.works()
                ? "failed " + failures + " of " + limits.failuresToGoDown() + " checks: " + failure
                : failure;
    }

    private void say(ComponentState state, String message, String checked) {
        LOG.say(state.works() ? Severity.INFO : Severity.WARNING, state.works() ? "dependency_up" : "dependency_down",
                out -> out.text("dependency", config.name()).text("address", config.address())
                        .text("state", state.toString()).text("reason", message).flag("hard", config.hard())
                        .text("last_check", checked),
                null);
    }
}
