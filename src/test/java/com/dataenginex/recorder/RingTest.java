package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.ExchangeOutcome;
import com.dataenginex.http.RequestFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final int LIMIT = 256 * 1_024;

    private final Ring ring = new Ring(LIMIT);

    @Test
    void holdsTheNewestAndKnowsWhatIsGone() {
        for (int i = 1; i <= 1_000; i++) {
            assertThat(ring.add(recording(i, 2_000))).isTrue();
        }

        List<Long> held = held();
        assertThat(held).isNotEmpty().last().isEqualTo(1_000L);
        // Nearly all that fit: they make room by groups.
        assertThat(held).hasSizeBetween(LIMIT / 2_000 * 7 / 8, LIMIT / 2_000);
        assertThat(ring.lastEvicted()).isEqualTo(held.getFirst() - 1);
        assertThat(held).isEqualTo(LongStream.rangeClosed(held.getFirst(), 1_000).boxed().toList());
        assertThat(ring.bytes()).isEqualTo(2_000L * held.size());
    }

    @Test
    void holdsOneThatIsAsLargeAsAllMayBeAndNoneThatIsLarger() {
        ring.add(recording(1, 2_000));

        assertThat(ring.add(recording(2, LIMIT + 1))).isFalse();
        assertThat(held()).containsExactly(1L);
        assertThat(ring.add(recording(3, LIMIT))).isTrue();
        assertThat(held()).containsExactly(3L);
        assertThat(ring.add(recording(4, 5))).isTrue();
        assertThat(held()).containsExactly(4L);
        assertThat(ring.lastEvicted()).isEqualTo(3);
    }

    @Test
    void neverHoldsMoreWhileManyAddAtOnce() throws Exception {
        AtomicLong sequence = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            Random random = new Random(t);
            threads.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    if (!ring.add(recording(sequence.incrementAndGet(), 1 + random.nextInt(20_000)))) {
                        refused.incrementAndGet();
                    }
                    assertThat(ring.bytes()).isLessThanOrEqualTo(LIMIT);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        AtomicLong sum = new AtomicLong();
        ring.forEach(one -> sum.addAndGet(one.bytes()));
        assertThat(ring.bytes()).isEqualTo(sum.get()).isBetween(LIMIT / 2L, (long) LIMIT);
        assertThat(refused.get()).isLessThan(100);
        assertThat(held()).allMatch(one -> one > 160_000 - 1_000);
    }

    private List<Long> held() {
        List<Long> all = new ArrayList<>();
        ring.forEach(one -> all.add(one.sequence()));
        return all.stream().sorted().toList();
    }

    private static Recording recording(long sequence, int bytes) {
        return new Recording(sequence, 0, new RequestFacts("id", "GET", "/", "", null, null), "/", 200,
                ExchangeOutcome.COMPLETED, 1, false, 0, 0, null, null, null, null, false, null, null, List.of(),
                List.of(), 0,
                bytes);
    }
}
