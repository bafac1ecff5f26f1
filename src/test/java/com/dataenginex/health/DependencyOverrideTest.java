package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DependencyOverrideTest {
    private static final Clock CLOCK = Clock.systemUTC();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final HealthConfig config = new HealthConfig(Duration.ofSeconds(5), Duration.ofSeconds(1), 3, 1,
            Duration.ofSeconds(30), List.of(), List.of());
    private final Dependency soft = new Dependency(new DependencyConfig("soft", null, false), config, CLOCK, now::get);
    private final Dependency hard = new Dependency(new DependencyConfig("hard", null, true), config, CLOCK, now::get);
    private final DependencyOverride override = new DependencyOverride(List.of(soft, hard), CLOCK, now::get);

    private void later(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private boolean begin(String name, long seconds, boolean hardToo) {
        return override.begin(name, Duration.ofSeconds(seconds), hardToo);
    }

    @Test
    void endsByItself() {
        assertThat(begin("soft", 30, false)).isTrue();
        later(29);
        assertThat(soft.component().state()).isEqualTo(ComponentState.DEGRADED);
        assertThat(hard.component().state()).isEqualTo(ComponentState.SKIPPED);

        later(1);

        assertThat(soft.component().state()).isEqualTo(ComponentState.SKIPPED);
        assertThat(override.isActive()).isFalse();
    }

    @Test
    void saysOnceThatItHasEndedByItself() {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                said.add(entry.getMessage());
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        Logger logger = Logger.getLogger(DependencyOverride.class.getName());
        logger.addHandler(handler);
        try {
            assertThat(begin("soft", 30, false)).isTrue();
            later(60);
            assertThat(override.isActive()).isFalse();
            override.end();
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(said).containsExactly("dependency_overridden", "dependency_override_ended");
    }

    @Test
    void lastsLongerIfAskedButNeverBeyondFiveMinutes() {
        assertThat(begin("soft", 30, false)).isTrue();
        for (int i = 1; i <= 27; i++) {
            later(10);
            assertThat(begin("soft", 30, false)).isTrue();
        }
        later(10);
        assertThat(begin("soft", 30, false)).isFalse();
        later(19);
        assertThat(override.isActive()).isTrue();
        later(1);
        assertThat(override.isActive()).isFalse();
        assertThat(begin("soft", 300, false)).isTrue();
        assertThat(begin("soft", 301, false)).isFalse();
    }

    @Test
    void takesOneAtATimeAndAHardOneOnlyIfAsked() {
        assertThat(begin("hard", 30, false)).isFalse();
        assertThat(begin("nobody", 30, true)).isFalse();
        assertThat(begin("hard", 30, true)).isTrue();
        assertThat(hard.component().state()).isEqualTo(ComponentState.UNHEALTHY);
        assertThat(begin("soft", 30, true)).isFalse();

        override.end();

        assertThat(hard.component().state()).isEqualTo(ComponentState.SKIPPED);
        assertThat(begin("soft", 30, false)).isTrue();
        assertThat(begin("soft", 0, false)).isTrue();
        assertThat(override.isActive()).isFalse();
    }
}
