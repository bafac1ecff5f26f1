package com.dataenginex.helidon;

import com.dataenginex.log.Log;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The connections of all listeners, and how many there may be. One more than that ends the one that has waited longest among those
 * that no request needs: it is between two requests, or has not sent a whole head, or does not send the rest of a body that nobody
 * waits for. So a client that opens connections and leaves them idle keeps nobody out, probes least of all. Where every connection
 * works on a request, or did a moment ago, some more are let in, which leave with their answers, and closed beyond those. Thread-safe.
 */
public final class OpenConnections {
    private static final Log LOG = Log.of(OpenConnections.class);
    private static final long SAY_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** For probes, where every connection within the limit works on a request. */
    private static final int RESERVE = 64;

    /**
     * What waits for a shorter time is about to get a request, or has one in the socket: clients that are but few too many would else
     * end each other's requests.
     */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Closed for one new connection: those of the reserve must go once they wait. */
    private static final int MOST_AT_ONCE = 8;

    /** Threads that may have been accepted and not begun, or closed and not ended, before accepting waits. */
    private static final int MOST_WAITING = 64;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final int limit;
    private final Set<ReadDeadlines> open = ConcurrentHashMap.newKeySet();
    private final long maxHeld;
    private final AtomicInteger accepted = new AtomicInteger();
    /** Threads of connections, those that are being closed among them. */
    private final AtomicInteger living = new AtomicInteger();
    /** Of those that are open, the ones whose answer says that they end. */
    private final AtomicInteger leaving = new AtomicInteger();
    private final LongAdder closed = new LongAdder();
    private final AtomicLong saidAt = new AtomicLong(System.nanoTime() - SAY_NANOS);

    /**
     * @param limit connections open at once
     * @param maxHeld octets that all heads which are not whole may keep of the heap
     */
    public OpenConnections(int limit, long maxHeld) {
        this.maxHeld = maxHeld;
        this.limit = limit;
    }

    /** Connections open now. */
    public int active() {
        return open.size();
    }

    public int limit() {
        return limit;
    }

    /** Connections closed since the start because there were too many. */
    public long closedForLimit() {
        return closed.sum();
    }

    /** Ends whatever has waited longest; false if every connection works on a request. */
    public boolean makeRoom() {
        return endLongest(0, 0);
    }

    /** Bounds what heads that are not whole keep; called when one has become longer. */
    void boundHeads() {
        long held = 0;
        for (ReadDeadlines each : open) {
            held += each.held();
        }
        if (held > maxHeld) {
            endLongest(1, 0);
        }
    }

    /** @return false if none has waited for so long */
    private boolean endLongest(int holding, long nanos) {
        ReadDeadlines longest = null;
        for (ReadDeadlines each : open) {
            if (each.held() >= holding && each.isWaiting()
                    && (longest == null || each.waitingSince() - longest.waitingSince() < 0)) {
                longest = each;
            }
        }
        if (longest == null) {
            return false;
        }
        // Read before the clock is, so that it has waited for no less than no time.
        long since = longest.waitingSince();
        if (System.nanoTime() - since < nanos) {
            return false;
        }
        // It may have got a request in this moment: then the next one will be found.
        if (longest.endWaiting()) {
            remove(longest);
            if (!longest.isLeaving()) {
                count();
            }
        }
        return true;
    }

    /** A connection is accepted; its thread has not begun. */
    void accepted() {
        accepted.incrementAndGet();
    }

    /** The thread of an accepted connection has begun. */
    void begun() {
        accepted.decrementAndGet();
    }

    /**
     * Waits, for a second at most, until the threads of those that were accepted have begun, and of those that were closed have ended:
     * what they keep is counted nowhere, and a burst would let it grow.
     */
    void awaitCalm() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        while (accepted.get() > MOST_WAITING || living.get() > limit + RESERVE + MOST_WAITING) {
            if (System.nanoTime() - end > 0) {
                // A thread that failed before it began is not counted for ever.
                accepted.set(0);
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** A thread has ended. */
    void ended(ReadDeadlines connection) {
        living.decrementAndGet();
        remove(connection);
        if (connection.isLeaving()) {
            leaving.decrementAndGet();
        }
    }

    /** @return whether there is room for it */
    boolean add(ReadDeadlines connection) {
        // Those that leave make room already, but none beyond the reserve.
        for (int i = 0; (open.size() - leaving.get() >= limit || open.size() >= limit + RESERVE)
                && i < MOST_AT_ONCE; i++) {
            if (endLongest(0, GRACE_NANOS)) {
                continue;
            }
            if (open.size() < limit + RESERVE) {
                break;
            }
            if (!makeRoom()) {
                count();
                return false;
            }
        }
        living.incrementAndGet();
        open.add(connection);
        return true;
    }

    /**
     * Whether a connection, which is about to answer, is one too many and leaves with that answer; its end is {@link #ended}. Where every
     * one works on a request some are let in beyond the limit, and this is the first moment at which they may go: the client is told,
     * and loses nothing.
     */
    boolean leaves() {
        // Only the first of these is asked for each request.
        while (living.get() > limit) {
            int going = leaving.get();
            if (open.size() - going <= limit) {
                return false;
            }
            if (leaving.compareAndSet(going, going + 1)) {
                count();
                return true;
            }
        }
        return false;
    }

    void remove(ReadDeadlines connection) {
        open.remove(connection);
    }

    private void count() {
        closed.increment();
        long now = System.nanoTime();
        long said = saidAt.get();
        if (now - said >= SAY_NANOS && saidAt.compareAndSet(said, now)) {
            LOG.warning("connections_limited", out -> out.number("limit", limit).number("closed_total", closed.sum()));
        }
    }
}
