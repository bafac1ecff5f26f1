package com.dataenginex.recorder;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Recordings up to a number of bytes; the oldest make room. Thread-safe, without a lock. */
final class Ring {
    /** No recording keeps less. */
    private static final int LIGHTEST = 1_024;
    private static final int MOST_TURNS = 1_000;

    private final AtomicReferenceArray<Recording> slots;
    private final long limit;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lastEvicted = new AtomicLong();

    /** @param limit in bytes, as {@link Recording#bytes} */
    Ring(long limit) {
        this.limit = limit;
        slots = new AtomicReferenceArray<>(Math.max(2, Integer.highestOneBit((int) (limit / LIGHTEST))));
    }

    /** @return false if it alone is larger than all may be, or all others make room at this moment */
    boolean add(Recording recording) {
        if (recording.bytes() > limit || !reserve(recording.bytes())) {
            return false;
        }
        replace(head.getAndIncrement(), recording);
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
        long first = tail.get();
        long oldest = Math.max(first, head.get() - slots.length());
        if (oldest >= head.get()) {
            return false;
        }
        if (tail.compareAndSet(first, oldest + 1)) {
            replace(oldest, null);
        }
        return true;
    }

    private void replace(long position, Recording recording) {
        Recording old = slots.getAndSet((int) (position & slots.length() - 1), recording);
        if (old != null) {
            lastEvicted.accumulateAndGet(old.sequence(), Math::max);
            bytes.addAndGet(-old.bytes());
        }
    }

    /** The greatest sequence of those that had to make room; 0 if none had. */
    long lastEvicted() {
        return lastEvicted.get();
    }

    void forEach(Consumer<Recording> action) {
        for (int i = 0; i < slots.length(); i++) {
            Recording one = slots.get(i);
            if (one != null) {
                action.accept(one);
            }
        }
    }

    long bytes() {
        return bytes.get();
    }
}
