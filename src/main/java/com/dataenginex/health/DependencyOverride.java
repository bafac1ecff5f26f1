package com.dataenginex.health;

import com.dataenginex.log.Log;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Lets a dependency count as failed for a while, one at a time. It ends by itself, at the latest five minutes after its begin;
 * nothing of it outlives the process. Checks go on beside it. Thread-safe.
 */
public final class DependencyOverride {
    public static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Log LOG = Log.of(DependencyOverride.class);

    private final List<Dependency> dependencies;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private Dependency overridden;
    private long begunNanos;
    private long untilNanos;

    DependencyOverride(List<Dependency> dependencies, Clock clock, LongSupplier nanoTime) {
        this.dependencies = dependencies;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Begins it, or lets it last longer.
     *
     * @param time from now; zero ends it
     * @param hardToo whether the dependency may be a hard one
     * @return whether that was done; not for an unknown dependency, beside another one, or beyond five minutes
     */
    public synchronized boolean begin(String name, Duration time, boolean hardToo) {
        boolean active = isActive();
        Dependency wanted = active
                ? overridden
                : dependencies.stream().filter(one -> one.config().name().equals(name)).findFirst().orElse(null);
        if (wanted == null || !wanted.config().name().equals(name) || wanted.config().hard() && !hardToo) {
            return false;
        }
        long now = nanoTime.getAsLong();
        long begun = active ? begunNanos : now;
        if (time.isNegative() || now + time.toNanos() - begun > LONGEST.toNanos()) {
            return false;
        }
        if (time.isZero()) {
            end();
            return true;
        }
        overridden = wanted;
        begunNanos = begun;
        untilNanos = now + time.toNanos();
        wanted.failUntil(untilNanos, active ? null : clock.instant());
        if (!active) {
            LOG.warning("dependency_overridden", out -> out.text("dependency", name).flag("hard", hardToo)
                    .text("until", clock.instant().plus(time).toString()));
        }
        return true;
    }

    public synchronized void end() {
        if (isActive()) {
            long now = nanoTime.getAsLong();
            overridden.failUntil(now, null);
            ended(now);
        }
    }

    /** Whether a dependency counts as failed now because of this; each scrape asks, and so notes that it has ended by itself. */
    public synchronized boolean isActive() {
        if (overridden != null && !overridden.isOverridden()) {
            ended(untilNanos);
        }
        return overridden != null;
    }

    private void ended(long nanos) {
        String name = overridden.config().name();
        long lasted = nanos - begunNanos;
        overridden = null;
        LOG.info("dependency_override_ended", out -> out.text("dependency", name).seconds("duration_seconds",
                lasted));
    }
}
