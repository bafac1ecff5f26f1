package com.dataenginex.service;

import com.dataenginex.log.Log;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Starts parts in their order and stops them in the opposite one. A failed start stops what had started; a stop that comes during
 * the start ends it. Every step of a stop runs, whatever an earlier one threw and however long it hung. Both are for one call
 * each, from any thread.
 */
final class Life {
    private static final Log LOG = Log.of(Life.class);
    /** How long a stop waits for a part that is just being started. */
    private static final long START_GRACE_SECONDS = 10;

    private final List<Part> parts;
    private final Ledger ledger;
    private final Deque<Part> started = new ArrayDeque<>();
    private final CountDownLatch startReturned = new CountDownLatch(1);
    private final CountDownLatch stopReturned = new CountDownLatch(1);
    private Thread starter;
    private boolean stopping;

    Life(List<Part> parts, Ledger ledger) {
        this.parts = List.copyOf(parts);
        Set<String> names = new HashSet<>();
        for (Part part : parts) {
            if (!names.add(part.name())) {
                throw new IllegalArgumentException(
                        "Two parts are called " + part.name() + "; the ledger tells them by name");
            }
        }
        this.ledger = ledger;
    }

    /**
     * Returns once every part works, or a stop was asked for.
     *
     * @throws StartException if a part could not be started; what had started is stopped then
     */
    void start() throws StartException {
        try {
            for (Part part : parts) {
                if (!begin(part)) {
                    return;
                }
                part.start().run();
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            end();
        }
    }

    /** A part counts as started from the moment that its start begins, so that a stop leaves nothing of it behind. */
    private synchronized boolean begin(Part part) {
        if (stopping) {
            return false;
        }
        starter = Thread.currentThread();
        started.push(part);
        return true;
    }

    private synchronized void end() {
        starter = null;
        // Clears an interrupt that was meant for the start.
        Thread.interrupted();
        startReturned.countDown();
    }

    private void fail(Throwable cause) throws StartException {
        String part;
        synchronized (this) {
            if (stopping) {
                // The stop has interrupted it.
                return;
            }
            part = started.peek().name();
        }
        boolean said = cause instanceof StartException;
        LOG.error("start_failed", out -> out.text("part", part).text("reason", said ? cause.getMessage() : null),
                said ? null : cause);
        startReturned.countDown();
        stop();
        throw cause instanceof StartException known
                ? known
                : new StartException("The part " + part + " could not be started: " + cause.getClass().getSimpleName()
                        + "; the log has more", cause);
    }

    /** Stops what has started; a second call waits for the first one. */
    void stop() {
        if (!beginStop()) {
            await(stopReturned, Long.MAX_VALUE);
            return;
        }
        // An interrupt would end every wait at once; it is restored for the caller afterwards.
        boolean interrupted = Thread.interrupted();
        await(startReturned, START_GRACE_SECONDS);
        try {
            for (Part part : started) {
                stop(part);
            }
        } finally {
            stopReturned.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean beginStop() {
        if (stopping) {
            return false;
        }
        stopping = true;
        if (starter == null || starter == Thread.currentThread()) {
            startReturned.countDown();
        } else {
            starter.interrupt();
        }
        return true;
    }

    /** Each step runs on a thread of its own, so that one that hangs can be abandoned. */
    private void stop(Part part) {
        if (part.stop() == Part.Step.NOTHING) {
            return;
        }
        long start = System.nanoTime();
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().daemon().name("stop-" + part.name()).start(() -> {
            try {
                part.stop().run();
            } catch (Throwable e) {
                if (over.compareAndSet(false, true)) {
                    ledger.cutOff(part.name(), 1);
                    LOG.error("stop_step_failed", out -> out.text("step", part.name()), e);
                }
            }
        });
        if (!ended(thread, part.deadline()) && over.compareAndSet(false, true)) {
            ledger.cutOff(part.name(), 1);
            LOG.error("stop_step_late",
                    out -> out.text("step", part.name()).seconds("deadline_seconds", part.deadline().toNanos()), null);
            thread.interrupt();
        }
        ledger.took(part.name(), System.nanoTime() - start);
    }

    /** An interrupt ends only the wait for this step, never the stop. */
    private static boolean ended(Thread thread, Duration deadline) {
        try {
            return thread.join(deadline);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void await(CountDownLatch latch, long seconds) {
        try {
            latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
