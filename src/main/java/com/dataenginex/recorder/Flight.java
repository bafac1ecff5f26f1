package com.dataenginex.recorder;

import com.dataenginex.logging.LogLine;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The spans and lines of one request until its end tells what becomes of them. Thread-safe: others may work for the request; nobody
 * waits in it.
 */
final class Flight {
    static final int MOST_SPANS = 64;
    static final int MOST_LINES = 64;
    static final int MOST_LINE_BYTES = 16 * 1_024;
    /** This object and what the exchange holds beside it. */
    private static final int LIGHTEST = 256;
    /** The request's own span, whose texts the facts hold too. */
    private static final int ROOT_SPAN = 1_792;
    private static final int SPAN = 1_024;

    private final Instant began = Instant.now();
    private final AtomicLong underWay;
    private final long limit;

    // Guarded by this.
    private final List<ReadableSpan> spans = new ArrayList<>(2);
    private final List<LogLine> lines = new ArrayList<>(4);
    /** A bit for each line that is not written. */
    private long unwritten;
    private int lineBytes;
    private int bytes = LIGHTEST;
    private int leftOut;
    private boolean exporting;
    private boolean over;
    private boolean limited;

    private volatile ReadableSpan open;

    /**
     * @param underWay bytes that all requests under way keep
     * @param limit of that
     */
    Flight(AtomicLong underWay, long limit) {
        this.underWay = underWay;
        this.limit = limit;
        underWay.addAndGet(LIGHTEST);
    }

    Instant began() {
        return began;
    }

    void started(ReadableSpan span) {
        open = span;
    }

    /** @return whether the span is to be exported now, if it was not sampled */
    boolean ended(ReadableSpan span, boolean root) {
        if (open == span) {
            open = null;
        }
        int weight = root ? ROOT_SPAN : weight(span);
        synchronized (this) {
            if (!over && (spans.size() >= MOST_SPANS || !take(weight))) {
                leftOut++;
            } else if (!over) {
                spans.add(span);
            }
            return exporting;
        }
    }

    private static int weight(ReadableSpan span) {
        int[] sum = {SPAN};
        span.getAttributes()
                .forEach((AttributeKey<?> key, Object value) -> sum[0] += 64 + 2 * value.toString().length());
        return sum[0];
    }

    synchronized void said(LogLine line, boolean written) {
        int weight = line.weight();
        if (over) {
            return;
        }
        if (lines.size() >= MOST_LINES || lineBytes + weight > MOST_LINE_BYTES || !take(weight)) {
            leftOut++;
            return;
        }
        lineBytes += weight;
        if (!written) {
            unwritten |= 1L << lines.size();
        }
        lines.add(line);
    }

    private boolean take(int weight) {
        if (underWay.get() + weight > limit) {
            return false;
        }
        underWay.addAndGet(weight);
        bytes += weight;
        return true;
    }

    /** From now on the spans are exported as they end; those that have ended are returned. */
    synchronized List<ReadableSpan> export() {
        exporting = true;
        return List.copyOf(spans);
    }

    /** The lines that were not written and have not been asked for. */
    synchronized List<LogLine> unwritten() {
        List<LogLine> result = new ArrayList<>(Long.bitCount(unwritten));
        for (long rest = unwritten; rest != 0; rest &= rest - 1) {
            result.add(lines.get(Long.numberOfTrailingZeros(rest)));
        }
        unwritten = 0;
        return result;
    }

    /** That the request would have been kept, but as many are already. */
    synchronized void limited() {
        limited = true;
    }

    synchronized boolean isLimited() {
        return limited;
    }

    /** Nothing is taken in any more, and nothing of it counts as under way. */
    synchronized void over() {
        over = true;
        underWay.addAndGet(-bytes);
    }

    /** The name of the span that it is in, or null. */
    String phase() {
        ReadableSpan span = open;
        return span == null ? null : span.getName();
    }

    synchronized List<ReadableSpan> spans() {
        return List.copyOf(spans);
    }

    synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    synchronized int leftOut() {
        return leftOut;
    }

    synchronized int bytes() {
        return bytes;
    }
}
