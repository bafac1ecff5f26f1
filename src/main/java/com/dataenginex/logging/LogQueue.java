package com.dataenginex.logging;

import com.dataenginex.log.Severity;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Bounded queue between the threads that log and the thread that writes. Offering never blocks: as the queue fills, the
 * least severe lines are dropped first, and counted.
 */
final class LogQueue {
    private static final Severity[] SEVERITIES = Severity.values();
    private static final int GROUP = 32;

    private final MpscAtomicArrayQueue<Entry> entries;
    private final Map<Severity, Share> shares = new EnumMap<>(Severity.class);
    private final Map<Severity, LongAdder> dropped = new EnumMap<>(Severity.class);
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    /** Of what the writer has taken, and is still counted in {@link #bytes}. */
    private long taken;
    private int takenEntries;
    private volatile Thread sleeper;

    /** How full the queue may be for one severity to be taken. */
    private record Share(int entries, long bytes) {
    }

    /**
     * @param capacity rounded up to a power of two
     * @param maxBytes that all entries together may keep of the heap, as their {@link Entry#weight}
     */
    LogQueue(int capacity, long maxBytes) {
        this.maxBytes = maxBytes;
        entries = new MpscAtomicArrayQueue<>(capacity);
        for (Severity severity : SEVERITIES) {
            double share = Math.min(1.0, 0.7 + 0.1 * severity.ordinal());
            int places = (int) (entries.capacity() * share);
            shares.put(severity, new Share(places, maxBytes / entries.capacity() * places));
            dropped.put(severity, new LongAdder());
        }
    }

    void offer(Entry entry) {
        Share share = shares.get(entry.severity());
        if (entries.size() >= share.entries() || bytes.get() > share.bytes() || !entries.offer(entry)) {
            drop(entry.severity());
            return;
        }
        bytes.addAndGet(entry.weight());
        Thread waiting = sleeper;
        if (waiting != null) {
            sleeper = null;
            LockSupport.unpark(waiting);
        }
    }

    /** The next entry, or null; for the writer alone. */
    Entry poll() {
        Entry entry = entries.poll();
        if (entry != null) {
            taken += entry.weight();
            takenEntries++;
        }
        if (takenEntries == GROUP) {
            giveBack();
        }
        return entry;
    }

    /** What was polled counts no more; many together, since the threads that log count in the same place. For the writer alone. */
    void giveBack() {
        if (taken > 0) {
            bytes.addAndGet(-taken);
            taken = 0;
        }
        takenEntries = 0;
    }

    /** What the entries keep of the heap, about. */
    long bytes() {
        return bytes.get();
    }

    void drop(Severity severity) {
        dropped.get(severity).increment();
    }

    /** Entries dropped since the start. */
    long dropped(Severity severity) {
        return dropped.get(severity).sum();
    }

    int size() {
        return entries.size();
    }

    int capacity() {
        return entries.capacity();
    }

    boolean isHalfEmpty() {
        return entries.size() <= entries.capacity() / 2 && bytes.get() <= maxBytes / 2;
    }

    /** Parks the writer until something is offered, at the most for {@code nanos}. */
    void sleep(long nanos) {
        sleeper = Thread.currentThread();
        if (entries.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        sleeper = null;
    }
}
