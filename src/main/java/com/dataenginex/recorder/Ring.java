package com.dataenginex.recorder;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Recordings up to a number of bytes; the oldest make room. Thread-safe, without a lock. */
final class Ring {
    /** No recording keeps less. */
    private static final int LIGHTEST = 1_024;

    private final AtomicReferenceArray<Recording> slots;
    private final long limit;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** @param limit in bytes, as {@link Recording#bytes} */
    Ring(long limit) {
        this.limit = limit;
        slots = new AtomicReferenceArray<>(Math.max(2, Integer.highestOneBit((int) (limit / LIGHTEST))));
    }

    /** @return false if it alone is larger than all may be */
    boolean add(Recording recording) {
        if (recording.bytes() > limit) {
            return false;
        }
        // Counted before it is held, so that what is held never exceeds the limit.
        bytes.addAndGet(recording.bytes());
        while (bytes.get() > limit && evictOldest()) {
            continue;
        }
        replace(head.getAndIncrement(), recording);
        return true;
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
            bytes.addAndGet(-old.bytes());
        }
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
