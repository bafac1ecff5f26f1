package com.dataenginex.health;

import com.dataenginex.log.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What is known of one dependency. A single failed check moves nothing: it takes several in a row to go
 * down. Written by its checking thread alone, read by any.
 */
final class Dependency {
    private static final Log LOG = Log.of(Dependency.class);

    private final DependencyConfig config;
    private final HealthConfig limits;
    private final Clock clock;
    private int failures;
    private int successes;
    private volatile Component component;
    private volatile Instant checked;

    Dependency(DependencyConfig config, HealthConfig limits, Clock clock) {
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
        return checked != null || config.target() == null;
    }

    /** As it stands, or as failed if the last result is too old. */
    Component component() {
        Component now = component;
        Instant last = checked;
        if (last != null && Duration.between(last, clock.instant()).compareTo(limits.staleAfter()) > 0) {
            Duration age = Duration.between(last, clock.instant());
            return new Component(bad(), "stale: last checked " + age.toSeconds() + " s ago", now.took(), last);
        }
        return now;
    }

    /**
     * Takes in the result of a check.
     *
     * @param failure why it failed, or null
     * @return whether the state has changed
     */
    boolean checked(String failure, Duration took) {
        failures = failure == null ? 0 : failures + 1;
        successes = failure == null ? successes + 1 : 0;
        boolean first = checked == null;
        boolean up = component.state() == ComponentState.HEALTHY;
        boolean goesDown = failure != null && (first || up && failures >= limits.failuresToGoDown());
        boolean comesUp = failure == null && !up && (first || successes >= limits.successesToComeUp());
        ComponentState state = goesDown ? bad() : comesUp ? ComponentState.HEALTHY : component.state();
        boolean changed = state != component.state() || first;
        Instant now = clock.instant();
        component = new Component(state, message(failure, state), took, changed ? now : component.since());
        checked = now;
        if (changed) {
            say(state, component.message());
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

    private void say(ComponentState state, String message) {
        if (state.works()) {
            LOG.info("dependency_up", out -> out.text("dependency", config.name()).text("state", state.toString())
                    .text("reason", message).flag("hard", config.hard()));
        } else {
            LOG.warning("dependency_down", out -> out.text("dependency", config.name()).text("state", state.toString())
                    .text("reason", message).flag("hard", config.hard()));
        }
    }
}
