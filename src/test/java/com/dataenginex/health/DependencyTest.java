package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyTest {
    private static final HealthConfig LIMITS = new HealthConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), 3, 2,
            Duration.ofSeconds(30), List.of());

    private final Hands clock = new Hands();

    @Test
    void isSkippedWhenItIsNotConfigured() {
        Dependency dependency = new Dependency(new DependencyConfig("database", null, true), LIMITS, clock,
                clock::nanos);

        assertThat(dependency.component().state()).isEqualTo(ComponentState.SKIPPED);
        assertThat(dependency.isChecked()).isTrue();
    }

    @Test
    void doesNotWorkUntilItWasChecked() {
        assertThat(hard().component().state()).isEqualTo(ComponentState.UNHEALTHY);
        assertThat(soft().component().state()).isEqualTo(ComponentState.DEGRADED);
    }

    @Test
    void goesDownAfterThreeFailuresInARowAndNotBefore() {
        Dependency dependency = hard();
        dependency.record(null, Duration.ZERO);

        dependency.record("refused", Duration.ZERO);
        dependency.record("refused", Duration.ZERO);
        assertThat(dependency.component().state()).isEqualTo(ComponentState.HEALTHY);
        assertThat(dependency.component().message()).isEqualTo("failed 2 of 3 checks: refused");
        dependency.record(null, Duration.ZERO);
        dependency.record("refused", Duration.ZERO);
        dependency.record("refused", Duration.ZERO);
        assertThat(dependency.component().state()).isEqualTo(ComponentState.HEALTHY);

        assertThat(dependency.record("refused", Duration.ofMillis(3))).isTrue();
        assertThat(dependency.component())
                .isEqualTo(new Component(ComponentState.UNHEALTHY, "refused", Duration.ofMillis(3), clock.now));
        assertThat(dependency.record("refused", Duration.ZERO)).isFalse();
    }

    @Test
    void comesUpAfterTheSuccessesThatAreAskedFor() {
        Dependency dependency = soft();
        dependency.record("refused", Duration.ZERO);
        assertThat(dependency.component().state()).isEqualTo(ComponentState.DEGRADED);

        dependency.record(null, Duration.ZERO);
        assertThat(dependency.component().state()).isEqualTo(ComponentState.DEGRADED);
        assertThat(dependency.component().message()).isEqualTo("works again, 1 of 2 checks");
        dependency.record(null, Duration.ZERO);

        assertThat(dependency.component().state()).isEqualTo(ComponentState.HEALTHY);
    }

    @Test
    void anOldResultCountsAsAFailureAndSaysSo() {
        Dependency dependency = hard();
        dependency.record(null, Duration.ZERO);

        clock.now = clock.now.plusSeconds(30);
        assertThat(dependency.component().state()).isEqualTo(ComponentState.HEALTHY);
        clock.now = clock.now.plusSeconds(1);

        assertThat(dependency.component().state()).isEqualTo(ComponentState.UNHEALTHY);
        assertThat(dependency.component().message()).isEqualTo("stale: last checked 31 s ago");
    }

    private Dependency hard() {
        return new Dependency(new DependencyConfig("database", new DependencyTarget.Socket("db", 1, false), true),
                LIMITS, clock, clock::nanos);
    }

    private Dependency soft() {
        return new Dependency(new DependencyConfig("api", new DependencyTarget.Socket("db", 1, false), false), LIMITS,
                clock, clock::nanos);
    }

    /** A clock whose hands the test moves. */
    private static final class Hands extends Clock {
        private Instant now = Instant.parse("2026-02-05T10:30:00Z");

        private long nanos() {
            return Duration.between(Instant.EPOCH, now).toNanos();
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
