package com.dataenginex.recorder;

import com.dataenginex.http.Kept;
import com.dataenginex.log.Log;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a storm small: of each reason a burst of requests is kept, then so many per second. Beyond that they are counted, and one line
 * every ten seconds says how many. Thread-safe, without a lock.
 *
 * <p>The rate is that of the generic cell rate algorithm (ITU-T I.371): one instant, from which the next request is on time.
 */
public final class KeptLimit implements AutoCloseable {
    private static final Log LOG = Log.of(KeptLimit.class);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final Kept reason;
    private final long interval;
    private final long tolerance;
    private final AtomicLong due = new AtomicLong(System.nanoTime());
    private final LongAdder kept = new LongAdder();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicReference<Thread> sayer = new AtomicReference<>();
    private long said;

    /** As many of a reason as are configured. */
    public KeptLimit(Kept reason, RecorderConfig config) {
        this(reason, config.keptPerSecond(), config.keptBurst());
    }

    KeptLimit(Kept reason, int perSecond, int burst) {
        this.reason = reason;
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.tolerance = interval * (burst - 1);
    }

    /** @return whether one more may be kept now */
    public boolean take() {
        if (!isOnTime(System.nanoTime())) {
            dropped.incrementAndGet();
            schedule();
            return false;
        }
        kept.increment();
        return true;
    }

    boolean isOnTime(long now) {
        while (true) {
            long before = due.get();
            long from = before - now > 0 ? before : now;
            if (from - now > tolerance) {
                return false;
            }
            if (due.compareAndSet(before, from + interval)) {
                return true;
            }
        }
    }

    private void schedule() {
        if (sayer.get() == null) {
            Thread next = Thread.ofVirtual().name("recorder-limit-" + reason).unstarted(this::sayLater);
            if (sayer.compareAndSet(null, next)) {
                next.start();
            }
        }
    }

    private void sayLater() {
        try {
            Thread.sleep(BETWEEN_LINES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long now = dropped.get();
        long since = now - said;
        said = now;
        LOG.warning("recorder_limited", out -> out.text("kept_reason", reason.toString()).number("not_kept", since));
        sayer.set(null);
        if (dropped.get() != now) {
            schedule();
        }
    }

    /** Says at once what is still to be said. */
    @Override
    public void close() throws InterruptedException {
        Thread last = sayer.get();
        if (last != null) {
            last.interrupt();
            last.join();
        }
    }

    long kept() {
        return kept.sum();
    }

    long dropped() {
        return dropped.get();
    }
}
