package com.dataenginex.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrillLimitsTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final DrillLimits limits = new DrillLimits(3, 2, Duration.ofSeconds(10), now::get);

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void takesSoManyInASecond() {
        assertThat(IntStream.range(0, 9).filter(i -> limits.take())).hasSize(3);
        later(Duration.ofSeconds(1));
        assertThat(limits.take()).isTrue();
    }

    @Test
    void remembersAsLongAsAHeaderMayBeGood() {
        assertThat(limits.isFirst("a")).isTrue();
        later(Duration.ofSeconds(10));
        limits.take();
        assertThat(limits.isFirst("a")).isFalse();
        later(Duration.ofSeconds(11));
        limits.take();
        assertThat(limits.isFirst("a")).isTrue();
    }

    @Test
    void hasSoManyPlaces() {
        assertThat(limits.enter() && limits.enter()).isTrue();
        assertThat(limits.enter()).isFalse();
        limits.leave();
        assertThat(limits.enter()).isTrue();
    }
}
