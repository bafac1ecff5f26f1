package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Severity;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogQueueTest {
    private static final long LONG = Duration.ofMinutes(10).toNanos();

    private final LogQueue queue = new LogQueue(100, Long.MAX_VALUE);

    /** Of 128 places. */
    @ParameterizedTest
    @CsvSource({"DEBUG,89", "INFO,102", "WARNING,115", "ERROR,128", "CRITICAL,128"})
    void theLessSevereALineTheSoonerThereIsNoPlaceForIt(Severity severity, int places) {
        for (int i = 0; i < 130; i++) {
            queue.offer(line(severity));
        }

        assertThat(queue.size()).isEqualTo(places);
        assertThat(queue.dropped(severity)).isEqualTo(130 - places);
        for (Severity other : Severity.values()) {
            assertThat(queue.dropped(other)).isEqualTo(other == severity ? 130 - places : 0);
        }
    }

    /** As of clients that make their lines long while nobody reads stdout. */
    @Test
    void longLinesKeepNoMoreOfTheHeapThanAllowed() {
        LogQueue bounded = new LogQueue(128, 128 * 1_000);
        int size = 4_000;
        for (int i = 0; i < 128; i++) {
            bounded.offer(new RawLine(Severity.INFO, new byte[size]));
        }

        assertThat(bounded.bytes()).isBetween(80_000L, 128_000L);
        assertThat(bounded.dropped(Severity.INFO)).isEqualTo(128 - bounded.size());
        assertThat(bounded.isHalfEmpty()).isFalse();
        while (bounded.poll() != null) {
            // Until there is nothing left.
        }
        bounded.giveBack();
        assertThat(bounded.bytes()).isZero();
        assertThat(bounded.isHalfEmpty()).isTrue();
    }

    /** One that never finds an end would drop everything. */
    @Test
    void aWriterThatIsNeverThroughGivesBackWhatItHasTaken() {
        LogQueue bounded = new LogQueue(128, 128 * 1_000);
        for (int i = 0; i < 1_000; i++) {
            bounded.offer(new RawLine(Severity.INFO, new byte[10_000]));
            bounded.poll();
        }

        assertThat(bounded.dropped(Severity.INFO)).isLessThan(1_000);
        assertThat(bounded.bytes()).isLessThan(128_000L);
    }

    @Test
    void whatIsOfferedFirstIsPolledFirst() {
        Entry first = line(Severity.INFO);
        Entry second = line(Severity.DEBUG);
        queue.offer(first);
        queue.offer(second);

        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void isHalfEmptyUpToHalfOfItsPlaces() {
        assertThat(queue.isHalfEmpty()).isTrue();
        for (int i = 0; i < 64; i++) {
            queue.offer(line(Severity.ERROR));
        }
        assertThat(queue.isHalfEmpty()).isTrue();

        queue.offer(line(Severity.ERROR));

        assertThat(queue.isHalfEmpty()).isFalse();
    }

    @Test
    @Timeout(10)
    void theWriterSleepsUntilSomethingIsOffered() throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);
        Thread writer = writer(LONG, awake);
        Awaitility.await().pollInterval(Duration.ofMillis(5))
                .until(() -> writer.getState() == Thread.State.TIMED_WAITING);

        queue.offer(line(Severity.INFO));

        awake.await();
    }

    @Test
    @Timeout(10)
    void theWriterDoesNotSleepWhileSomethingWaits() throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);
        queue.offer(line(Severity.INFO));

        writer(LONG, awake);

        awake.await();
    }

    @Test
    @Timeout(10)
    void theWriterSleepsNoLongerThanItIsTold() throws InterruptedException {
        CountDownLatch awake = new CountDownLatch(1);

        writer(1_000_000, awake);

        awake.await();
    }

    private Thread writer(long nanos, CountDownLatch awake) {
        return Thread.ofPlatform().daemon().start(() -> {
            queue.sleep(nanos);
            awake.countDown();
        });
    }

    private static Entry line(Severity severity) {
        return new RawLine(severity, new byte[0]);
    }
}
