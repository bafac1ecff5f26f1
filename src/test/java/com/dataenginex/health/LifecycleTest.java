package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifecycleTest {
    private static final Instant NOW = Instant.parse("2026-02-05T10:30:00Z");

    private final Lifecycle lifecycle = new Lifecycle(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void beginsWithTheStart() {
        assertThat(lifecycle.stage()).isEqualTo(new Lifecycle.Stage(Lifecycle.Phase.STARTING, NOW)).hasToString(
                "Stage[phase=starting, since=2026-02-05T10:30:00Z]");
        assertThat(lifecycle.isStarted()).isFalse();
        assertThat(lifecycle.isDraining()).isFalse();
    }

    @Test
    void onlyMovesForward() {
        lifecycle.started();
        assertThat(lifecycle.isStarted()).isTrue();
        assertThat(lifecycle.isDraining()).isFalse();

        lifecycle.draining();
        lifecycle.started();

        assertThat(lifecycle.isStarted()).isTrue();
        assertThat(lifecycle.isDraining()).isTrue();
    }

    @Test
    void aPhaseBeginsOnce() {
        lifecycle.started();
        Lifecycle.Stage first = lifecycle.stage();

        lifecycle.started();

        assertThat(lifecycle.stage()).isSameAs(first);
    }

    @ParameterizedTest
    @CsvSource({"HEALTHY,healthy,true", "DEGRADED,degraded,false", "UNHEALTHY,unhealthy,false", "SKIPPED,skipped,true"})
    void aComponentWorksIfItIsHealthyOrNotConfigured(ComponentState state, String text, boolean works) {
        assertThat(state).hasToString(text);
        assertThat(state.works()).isEqualTo(works);
    }
}
