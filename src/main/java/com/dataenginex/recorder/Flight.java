package com.dataenginex.recorder;

import com.dataenginex.http.Kept;
import com.dataenginex.logging.LogLine;
import com.dataenginex.tracing.PlainSpan;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
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
    private static final int LIGHTEST = 384;
    private static final int SPAN = 1_024;
    private static final int EVENT = 256;
    /** Of an attribute or an entry, without its texts. */
    private static final int ENTRY = 64;
    /** What most requests hold in all, in prod with a browser's long name: taken once, since all requests count in one place. */
    private static final int USUAL = 2_560;

    private final AtomicLong underWay;
    private final long limit;

    // Guarded by this. Most requests have no span but their own, and one line or two.
    private List<ReadableSpan> open = List.of();
    private ReadableSpan own;
    private List<ReadableSpan> spans = List.of();
    private List<LogLine> lines = List.of();
    /** A bit for each reason. */
    private int tried;
    /** A bit for each line that is not written. */
    private long unwritten;
    private int lineBytes;
    private int bytes;
    /** Of all that are under way, by this one. */
    private int taken;
    private int leftOut;
    private boolean exporting;
    private boolean over;

    /**
     * What is left of it at its end.
     *
     * @param unended spans that have not ended
     * @param exporting whether they are exported once they do
     * @param own the request's own span, or null if that has not ended
     * @param spans others that have ended
     * @param leftOut spans and lines that there was no room for
     * @param bytes that spans and lines keep of the heap
     */
    record Remains(List<ReadableSpan> unended, boolean exporting, ReadableSpan own, List<ReadableSpan> spans,
            List<LogLine> lines, int leftOut, int bytes) {
    }

    /**
     * @param underWay bytes that all requests under way keep
     * @param limit of that; where it is reached, nothing but the end of a request is held
     */
    Flight(AtomicLong underWay, long limit) {
        this.underWay = underWay;
        this.limit = limit;
        bytes = LIGHTEST;
        // While there is plenty; then each pays for what it holds, so that many streams leave room for the others.
        taken = underWay.get() + USUAL > limit / 2 ? LIGHTEST : USUAL;
        if (underWay.addAndGet(taken) > limit) {
            // Beyond it nothing counts until there is room again; the end of the request is held for a moment.
            underWay.addAndGet(-taken);
            taken = 0;
        }
    }

    /** @return false if its end will not be asked for */
    synchronized boolean started(ReadableSpan span) {
        if (over || open.size() >= MOST_SPANS) {
            leftOut++;
            return false;
        }
        if (open.isEmpty()) {
            open = new ArrayList<>();
        }
        open.add(span);
        return true;
    }

    /** One or two are held without an array. */
    private static <T> List<T> with(List<T> list, T more) {
        return switch (list.size()) {
            case 0 -> List.of(more);
            case 1 -> List.of(list.getFirst(), more);
            case 2 -> new ArrayList<>(List.of(list.getFirst(), list.getLast(), more));
            default -> {
                list.add(more);
                yield list;
            }
        };
    }

    /**
     * @param root whether it is the request's own, which ends once and has a place always
     * @param ended whether the request has: then nobody asks for its own span any more but who looks at what is remembered
     * @return whether the span is to be exported now, if it was not sampled
     */
    boolean ended(ReadableSpan span, boolean root, boolean ended) {
        SpanData data = span.toSpanData();
        int weight = weight(data);
        // One that ends before its request may still have to be exported, as it is.
        ReadableSpan remembered = root && ended ? PlainSpan.of(span, data) : span;
        synchronized (this) {
            if (!open.isEmpty()) {
                open.remove(span);
            }
            if (over) {
                return exporting;
            }
            if (root) {
                add(weight);
                own = remembered;
            } else if (spans.size() < MOST_SPANS - 1 && take(weight)) {
                spans = with(spans, span);
            } else {
                leftOut++;
            }
            return exporting;
        }
    }

    private static int weight(SpanData data) {
        int sum = SPAN + weight(data.getAttributes());
        for (EventData event : data.getEvents()) {
            sum += EVENT + weight(event.getAttributes());
        }
        for (LinkData link : data.getLinks()) {
            sum += EVENT + weight(link.getAttributes()) + weight(link.getSpanContext().getTraceState());
        }
        return sum + weight(data.getSpanContext().getTraceState());
    }

    private static int weight(Attributes attributes) {
        if (attributes.isEmpty()) {
            return 0;
        }
        int[] sum = {0};
        attributes.forEach((key, value) -> sum[0] += ENTRY
                + (value instanceof String text
                        ? 2 * text.length()
                        : value instanceof List<?> list ? weight(list) : 0));
        return sum[0];
    }

    private static int weight(List<?> values) {
        return values.stream().mapToInt(value -> ENTRY + 2 * String.valueOf(value).length()).sum();
    }

    private static int weight(TraceState state) {
        if (state.isEmpty()) {
            return 0;
        }
        int[] sum = {0};
        state.forEach((key, value) -> sum[0] += ENTRY + 2 * (key.length() + value.length()));
        return sum[0];
    }

    /** @param last whether it says how the request ended: that one has a place always */
    synchronized void said(LogLine line, boolean written, boolean last) {
        if (over) {
            return;
        }
        int weight = line.weight();
        if (last && lines.size() < MOST_LINES) {
            add(weight);
        } else if (lines.size() >= MOST_LINES - 1 || lineBytes + weight > MOST_LINE_BYTES || !take(weight)) {
            leftOut++;
            return;
        }
        lineBytes += weight;
        if (!written) {
            unwritten |= 1L << lines.size();
        }
        lines = with(lines, line);
    }

    private boolean take(int weight) {
        int more = bytes + weight - taken;
        if (more > 0) {
            if (underWay.addAndGet(more) > limit) {
                underWay.addAndGet(-more);
                return false;
            }
            taken += more;
        }
        bytes += weight;
        return true;
    }

    /** Of what there is only at the end, and a moment later no more. */
    private void add(int weight) {
        bytes += weight;
        if (bytes > taken) {
            underWay.addAndGet(bytes - taken);
            taken = bytes;
        }
    }

    /** From now on the spans are exported as they end; those that have ended are returned, the first time. */
    synchronized List<ReadableSpan> export() {
        List<ReadableSpan> waiting = exporting ? List.of() : new ArrayList<>(spans);
        if (!exporting && own != null) {
            waiting.add(own);
        }
        exporting = true;
        return waiting;
    }

    /** The lines that were not written and have not been asked for. */
    synchronized List<LogLine> unwritten() {
        if (unwritten == 0) {
            return List.of();
        }
        List<LogLine> result = new ArrayList<>(Long.bitCount(unwritten));
        for (long rest = unwritten; rest != 0; rest &= rest - 1) {
            result.add(lines.get(Long.numberOfTrailingZeros(rest)));
        }
        unwritten = 0;
        return result;
    }

    /** Whether this reason was not tried before. */
    synchronized boolean tries(Kept reason) {
        int bit = 1 << reason.ordinal();
        boolean first = (tried & bit) == 0;
        tried |= bit;
        return first;
    }

    /** Nothing is taken in any more, and nothing of it counts as under way. */
    synchronized Remains over() {
        over = true;
        underWay.addAndGet(-taken);
        Remains remains = new Remains(List.copyOf(open), exporting, own, List.copyOf(spans), List.copyOf(lines),
                leftOut,
                bytes);
        // A line that waits keeps the request, and the request keeps this.
        open = List.of();
        own = null;
        spans = List.of();
        lines = List.of();
        unwritten = 0;
        return remains;
    }

    /** The name of the innermost span that it is in, or null. */
    synchronized String phase() {
        return open.isEmpty() ? null : open.getLast().getName();
    }
}
