package com.dataenginex.recorder;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Recordings up to a number of bytes; the oldest make room, a group of them at once: to look at each again, long after it has left the
 * processor's cache, costs a request more than to add its own. Thread-safe, without a lock.
 */
final class Ring {
    private static final int GROUP = 32;
    /** No group is a greater part of the limit, unless it is one recording. */
    private static final int LEAST_GROUPS = 16;
    private static final int MOST_TURNS = 1_000;
    /** In the place of a group's bytes. */
    private static final long EVICTED = Long.MIN_VALUE;

    /** Recordings that make room together. */
    private static final class Group {
        private final AtomicReferenceArray<Recording> slots = new AtomicReferenceArray<>(GROUP);
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong greatest = new AtomicLong();

        /** @return false if it is full, or makes room at this moment */
        boolean add(Recording recording, long most) {
            long before = bytes.get();
            if (!takes(before, recording, most)) {
                return false;
            }
            int place = next.getAndIncrement();
            if (place >= GROUP) {
                return false;
            }
            // First, so that whoever evicts these bytes knows of this sequence.
            greatest.accumulateAndGet(recording.sequence(), Math::max);
            do {
                before = bytes.get();
                if (!takes(before, recording, most)) {
                    return false;
                }
            } while (!bytes.compareAndSet(before, before + recording.bytes()));
            slots.set(place, recording);
            return true;
        }

        private static boolean takes(long held, Recording more, long most) {
            return held != EVICTED && (held == 0 || held + more.bytes() <= most);
        }

        void forEach(Consumer<Recording> action) {
            for (int i = 0; i < GROUP; i++) {
                Recording one = slots.get(i);
                if (one != null) {
                    action.accept(one);
                }
            }
        }
    }

    private final long limit;
    /** The oldest first. */
    private final Queue<Group> groups = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Group> current = new AtomicReference<>(new Group());
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lastEvicted = new AtomicLong();

    /** @param limit in bytes, as {@link Recording#bytes} */
    Ring(long limit) {
        this.limit = limit;
        groups.add(current.get());
    }

    /** @return false if it alone is larger than all may be, or all others make room at this moment */
    boolean add(Recording recording) {
        if (recording.bytes() > limit || !reserve(recording.bytes())) {
            return false;
        }
        Group group = current.get();
        while (!group.add(recording, limit / LEAST_GROUPS)) {
            Group fresh = new Group();
            if (current.compareAndSet(group, fresh)) {
                groups.add(fresh);
            }
            group = current.get();
        }
        return true;
    }

    /** Counted before it is held, so that what is held never exceeds the limit. */
    private boolean reserve(int more) {
        int turns = 0;
        while (turns < MOST_TURNS) {
            long before = bytes.get();
            if (before + more > limit) {
                // With none to evict, others have reserved all of it and are about to fill it.
                turns += evictOldest() ? 0 : 1;
            } else if (bytes.compareAndSet(before, before + more)) {
                return true;
            }
        }
        return false;
    }

    private boolean evictOldest() {
        Group next = groups.peek();
        if (next != null) {
            // First, so that whoever does not find it any more knows that it is gone.
            lastEvicted.accumulateAndGet(next.greatest.get(), Math::max);
        }
        Group oldest = groups.poll();
        if (oldest == null) {
            return false;
        }
        bytes.addAndGet(-oldest.bytes.getAndSet(EVICTED));
        lastEvicted.accumulateAndGet(oldest.greatest.get(), Math::max);
        return true;
    }

    /** The greatest sequence of those that had to make room; 0 if none had. */
    long lastEvicted() {
        return lastEvicted.get();
    }

    void forEach(Consumer<Recording> action) {
        groups.forEach(group -> group.forEach(action));
    }

    long bytes() {
        return bytes.get();
    }
}
