package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Kept;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeptLimitTest {
    private final KeptLimit limit = new KeptLimit(Kept.ERROR, 20, 100);
    private final long start = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    /** 100,000 in one second, evenly. */
    @Test
    void keepsABurstAndThenAsManyPerSecond() {
        long first = LongStream.range(0, 100_000).filter(i -> limit.isOnTime(start + i * 10_000)).count();
        long second = LongStream.range(100_000, 200_000).filter(i -> limit.isOnTime(start + i * 10_000)).count();

        assertThat(first).isBetween(119L, 120L);
        assertThat(second).isBetween(19L, 21L);
    }

    @Test
    void aQuietTimeBringsTheBurstBack() {
        IntStream.range(0, 200).forEach(i -> limit.isOnTime(start));

        long later = start + TimeUnit.MINUTES.toNanos(1);
        assertThat(IntStream.range(0, 200).filter(i -> limit.isOnTime(later)).count()).isEqualTo(100);
    }
}
