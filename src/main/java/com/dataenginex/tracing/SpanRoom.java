package com.dataenginex.tracing;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * How many encoded spans wait for the exporter, and how much of the heap they and those on their way keep: a client may make what a span
 * says long, and a collector that hangs must not take the service with it. Thread-safe.
 */
final class SpanRoom {
    /** Of the heap; as much as the lines that wait may keep. */
    private static final int HEAP_PART = 8;

    private final IntSupplier maxSpans;
    private final long maxBytes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param maxSpans that may wait; the batch processor's queue holds as many, and so is never full before */
    SpanRoom(IntSupplier maxSpans) {
        this(maxSpans, Runtime.getRuntime().maxMemory() / HEAP_PART);
    }

    /** @param maxBytes that all may keep of the heap, as their {@link EncodedSpan#weight} */
    SpanRoom(IntSupplier maxSpans, long maxBytes) {
        this.maxSpans = maxSpans;
        this.maxBytes = maxBytes;
    }

    /** Whether one more may wait; if it does not, {@link #leave} says so. */
    boolean enter() {
        if (waiting.incrementAndGet() <= maxSpans.getAsInt()) {
            return true;
        }
        leave();
        return false;
    }

    /** One does not wait after all. */
    void leave() {
        waiting.decrementAndGet();
    }

    /** Whether there is room for what it keeps of the heap. */
    boolean take(int weight) {
        if (bytes.addAndGet(weight) <= maxBytes) {
            return true;
        }
        bytes.addAndGet(-weight);
        return false;
    }

    /** How many wait now. */
    int waiting() {
        return waiting.get();
    }

    /** These wait no more: they are on their way. */
    void sent(Collection<?> spans) {
        waiting.addAndGet(-spans.size());
    }

    /** These are gone, whatever became of them. */
    void gone(Collection<?> spans) {
        long sum = 0;
        for (Object span : spans) {
            sum += span instanceof EncodedSpan encoded ? encoded.weight() : 0;
        }
        bytes.addAndGet(-sum);
    }

    /** Bytes of the heap that all keep now. */
    long bytes() {
        return bytes.get();
    }
}
