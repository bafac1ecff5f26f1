package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import com.dataenginex.support.NotedFields;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyTest {
    private static final HealthConfig LIMITS = new HealthConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), 3, 2,
            Duration.ofSeconds(30), List.of(), List.of());

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

    @Test
    void saysWhyItDoesNotWorkYet() {
        Dependency skipped = new Dependency(new DependencyConfig("database", null, true), LIMITS, clock);

        assertThat(skipped.component())
                .isEqualTo(new Component(ComponentState.SKIPPED, "not configured", Duration.ZERO, clock.now));
        assertThat(hard().component())
                .isEqualTo(new Component(ComponentState.UNHEALTHY, "not checked yet", Duration.ZERO, clock.now));
        assertThat(hard().isChecked()).isFalse();
        assertThat(hard().config().name()).isEqualTo("database");
    }

    @Test
    void theFirstResultCountsAtOnceAndIsAChange() {
        Dependency works = soft();
        Dependency fails = soft();

        assertThat(works.record(null, Duration.ofMillis(1))).isTrue();
        assertThat(fails.record("refused", Duration.ofMillis(2))).isTrue();

        assertThat(works.component())
                .isEqualTo(new Component(ComponentState.HEALTHY, "works", Duration.ofMillis(1), clock.now));
        assertThat(fails.component())
                .isEqualTo(new Component(ComponentState.DEGRADED, "refused", Duration.ofMillis(2), clock.now));
        assertThat(works.isChecked()).isTrue();
    }

    @Test
    void keepsTheTimeOfItsLastCheck() {
        Dependency dependency = hard();
        assertThat(dependency.lastCheck()).isNull();

        dependency.record(null, Duration.ZERO);
        clock.now = clock.now.plusSeconds(5);
        dependency.record("refused", Duration.ZERO);
        Instant checked = clock.now;
        clock.now = clock.now.plusSeconds(5);

        assertThat(dependency.lastCheck()).isEqualTo(checked);
        assertThat(dependency.component().since()).isEqualTo(checked.minusSeconds(5));
    }

    @Test
    void aStateKeepsTheMomentThatItBegan() {
        Dependency dependency = hard();
        dependency.record(null, Duration.ZERO);
        Instant began = clock.now;

        clock.now = clock.now.plusSeconds(5);
        assertThat(dependency.record(null, Duration.ZERO)).isFalse();
        assertThat(dependency.component().since()).isEqualTo(began);
        for (int i = 0; i < 3; i++) {
            dependency.record("refused", Duration.ZERO);
        }

        assertThat(dependency.component().since()).isEqualTo(clock.now);
    }

    @Test
    void saysWhenItGoesDownAndWhenItComesUp() {
        List<String> said = new ArrayList<>();
        LogReceiver receiver = (severity, logger, event, fields, thrown) -> {
            NotedFields noted = new NotedFields();
            fields.writeTo(noted);
            said.add(severity + " " + event + " " + noted);
        };
        Log.attach(receiver);
        try {
            Dependency dependency = hard();
            dependency.record(null, Duration.ZERO);
            dependency.record(null, Duration.ZERO);
            for (int i = 0; i < 4; i++) {
                dependency.record("refused", Duration.ZERO);
            }
        } finally {
            Log.detach(receiver);
        }

        assertThat(said).containsExactly(
                "INFO dependency_up dependency=database address=tcp://db:1 state=healthy reason=works hard=true last_check=2026-02-05T10:30:00Z",
                "WARNING dependency_down dependency=database address=tcp://db:1 state=unhealthy reason=refused hard=true last_check=2026-02-05T10:30:00Z");
    }

    @Test
    void anOldResultKeepsWhatTheCheckTook() {
        Dependency dependency = soft();
        dependency.record(null, Duration.ofMillis(7));
        Instant checked = clock.now;

        clock.now = clock.now.plusSeconds(60);

        assertThat(dependency.component()).isEqualTo(new Component(ComponentState.DEGRADED,
                "stale: last checked 60 s ago", Duration.ofMillis(7), checked));
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
