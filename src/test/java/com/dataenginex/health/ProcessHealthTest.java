package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProcessHealthTest {
    private final Lock left = new ReentrantLock();
    private final Lock right = new ReentrantLock();
    private final CyclicBarrier bothHold = new CyclicBarrier(2);

    @Test
    void deadlockedThreadsAreWhatItCannotGoOnWith() throws InterruptedException {
        ProcessHealth process = new ProcessHealth(Clock.systemUTC(), () -> true, () -> null, Duration.ofSeconds(5));
        process.look();
        assertThat(process.component().state()).isEqualTo(ComponentState.HEALTHY);

        List<Thread> pair = List.of(locking(left, right), locking(right, left));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            process.look();
            return process.component().state() == ComponentState.UNHEALTHY;
        });
        assertThat(process.component().message()).isEqualTo("2 threads are deadlocked");

        for (Thread thread : pair) {
            thread.interrupt();
            thread.join();
        }
        process.look();
        assertThat(process.component().state()).isEqualTo(ComponentState.HEALTHY);
    }

    @Test
    void aLogThatIsNotWrittenIsSeen() throws InterruptedException {
        ProcessHealth process = new ProcessHealth(Clock.systemUTC(), () -> false, () -> null, Duration.ofSeconds(5));

        process.look();

        assertThat(process.component().state()).isEqualTo(ComponentState.UNHEALTHY);
        assertThat(process.component().message()).isEqualTo("the log is not written any more");
    }

    /** Requests run on virtual threads: spinning ones that take every carrier leave none for another. */
    @Test
    void virtualThreadsThatAreNotRunAreSeen() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        ProcessHealth process = new ProcessHealth(Clock.systemUTC(), () -> true, () -> null, Duration.ofMillis(50));
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors() * 2; i++) {
                Thread.startVirtualThread(() -> {
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
                process.look();
                return process.component().message().equals("virtual threads were not run within 50 ms");
            });
        } finally {
            over.set(true);
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            process.look();
            return process.component().state() == ComponentState.HEALTHY;
        });
    }

    private Thread locking(Lock first, Lock second) {
        return Thread.ofPlatform().daemon().start(() -> {
            first.lock();
            try {
                bothHold.await();
                second.lockInterruptibly();
                second.unlock();
            } catch (InterruptedException | BrokenBarrierException e) {
                Thread.currentThread().interrupt();
            } finally {
                first.unlock();
            }
        });
    }
}
