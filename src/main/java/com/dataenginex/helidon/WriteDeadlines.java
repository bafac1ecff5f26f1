package com.dataenginex.helidon;

import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Cuts off clients that do not read: Helidon 4.5.0 lets a write wait for as long as they like, and its request holds its place
 * meanwhile. One thread looks at all connections, so that a write costs no timer. Thread-safe.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1ServerResponse.java">Helidon 4.5.0</a>
 */
public final class WriteDeadlines implements AutoCloseable {
    private static final Log LOG = Log.of(WriteDeadlines.class);
    /** What a write to a stream may take once the service stops. */
    private static final Duration LAST_WRITE = Duration.ofMillis(500);
    /** A stalled write is found this much later than its deadline at the latest. */
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Set<GuardedWriter> writers = ConcurrentHashMap.newKeySet();
    private final long limitNanos;
    /** No virtual one, whose timer and carrier would cost an idle service ten times as much. */
    private final Thread watch = Thread.ofPlatform().daemon().name("write-watch").unstarted(this::watch);
    private volatile long streamLimitNanos;
    private volatile boolean asleep;
    private volatile boolean stopped;

    /** @param limit how long one write may wait for a client that does not read */
    public WriteDeadlines(Duration limit) {
        this.limitNanos = limit.toNanos();
        this.streamLimitNanos = limitNanos;
    }

    public void start() {
        watch.start();
    }

    /** From now on streams have less time, since the service waits for their end. */
    public void hurryStreams() {
        streamLimitNanos = Math.min(limitNanos, LAST_WRITE.toNanos());
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(watch);
    }

    void add(GuardedWriter writer) {
        writers.add(writer);
        if (asleep) {
            LockSupport.unpark(watch);
        }
    }

    private void watch() {
        while (!stopped) {
            try {
                look();
            } catch (Throwable e) {
                // Such as memory that ran out: without this thread no write would have a deadline any more.
                LOG.error("write_watch_failed", Fields.NONE, e);
            }
            sleep();
        }
    }

    /** Until the next look, or while nobody is connected until somebody is. */
    private void sleep() {
        asleep = true;
        if (writers.isEmpty() && !stopped) {
            LockSupport.park(this);
            asleep = false;
        } else {
            asleep = false;
            LockSupport.parkNanos(this, LOOK.toNanos());
        }
    }

    private void look() {
        long streamLimit = streamLimitNanos;
        for (GuardedWriter writer : writers) {
            if (writer.isOver()) {
                writers.remove(writer);
            } else {
                writer.cutIfStalled(limitNanos, streamLimit);
            }
        }
    }
}
