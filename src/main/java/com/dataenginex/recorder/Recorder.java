package com.dataenginex.recorder;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.ExchangeOutcome;
import com.dataenginex.http.Kept;
import com.dataenginex.http.Problem;
import com.dataenginex.http.UnderWay;
import com.dataenginex.logging.LineKeeper;
import com.dataenginex.logging.LogLine;
import com.dataenginex.logging.Logging;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.tracing.SpanKeeper;
import com.dataenginex.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Remembers what requests did. One that failed, was slow, was cut off or is debugged is kept: its trace is exported although the
 * sampler had not chosen it, its DEBUG events are written, and it stays in a ring of its own, from which no flood of ordinary ones
 * evicts it. Thread-safe; reading never blocks a request.
 *
 * <p>Of {@code recorder.max-bytes} a quarter is for requests under way, an eighth (256 KiB at least) for ordinary ones, which under
 * load are copied by each young collection and never grow older than that, and the rest for those kept.
 */
public final class Recorder implements AutoCloseable {
    private static final int UNDER_WAY_PART = 4;
    private static final int ORDINARY_PART = 8;
    /** A request with many spans still has its place, whatever the limit is. */
    private static final long LEAST_ORDINARY = 1 << 18;
    private static final Kept[] REASONS = Kept.values();
    /** What requests hold in the moment of their end: their own span, their last line. */
    private static final int SLACK = 1 << 16;
    /**
     * More than requests can end at once: between the two nothing waits, so it is one for each processor at the most. What is left is
     * enough for a million a second over four years.
     */
    private static final long NEXT = 1 << 16;

    private final Tracing tracing;
    private final Logging logging;
    private final UnderWay requests;
    private final long limit;
    private final long slowNanos;
    private final Ring ordinary;
    private final Ring remarkable;
    private final AtomicLong underWayBytes = new AtomicLong();
    /** The last sequence, and beside it how many requests have one and are in no ring yet. */
    private final AtomicLong sequences = new AtomicLong();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder tooLarge = new LongAdder();
    private final Spans spans = new Spans();
    private final Map<Kept, KeptLimit> limits = new EnumMap<>(Kept.class);

    /**
     * @param requests those under way
     * @param debugged how many may be debugged; asked where that begins
     */
    public Recorder(RecorderConfig config, Tracing tracing, Logging logging, UnderWay requests, KeptLimit debugged) {
        this.tracing = tracing;
        this.logging = logging;
        this.requests = requests;
        this.limit = config.maxBytes();
        this.slowNanos = config.slowAfter().toNanos();
        long forOrdinary = Math.max(limit / ORDINARY_PART, LEAST_ORDINARY);
        ordinary = new Ring(forOrdinary);
        remarkable = new Ring(limit - limit / UNDER_WAY_PART - forOrdinary);
        for (Kept reason : REASONS) {
            limits.put(reason, reason == Kept.DEBUG ? debugged : new KeptLimit(reason, config));
        }
        tracing.keep(spans);
        logging.keep(new Lines());
    }

    /** The filter that every request passes before those of the signals, so that nothing of it is missed. */
    public RecorderFilter filter() {
        return new RecorderFilter(this);
    }

    /** Decides; it must be the last observer that is added, so that it decides before the signals are written. */
    public ExchangeObserver decision() {
        return new Decision();
    }

    void begin(Exchange exchange) {
        exchange.record(new Flight(underWayBytes, limit / UNDER_WAY_PART - SLACK));
    }

    /** After all others were told of its end. */
    void end(Exchange exchange) {
        // One that was refused has none: it never began.
        Flight flight = exchange.record() instanceof Flight known ? known : new Flight(underWayBytes, 0);
        Flight.Remains remains = flight.over();
        if (!remains.exporting()) {
            // Nobody asks for the end of its open spans any more.
            remains.unended().forEach(spans::forget);
        }
        if (!remains.exporting() || remains.unended().isEmpty()) {
            exchange.record(null);
        }
        if (remains.leftOut() > 0) {
            leftOut.add(remains.leftOut());
        }
        long sequence = sequences.addAndGet(NEXT + 1) / NEXT;
        try {
            Recording recording = Recording.of(sequence, exchange, remains);
            if (!(recording.kept() == null ? ordinary : remarkable).add(recording)) {
                tooLarge.increment();
            }
        } finally {
            sequences.decrementAndGet();
        }
    }

    /** Decides before metrics, line and span are written; for a stream at its first byte, and again at its end. */
    private final class Decision implements ExchangeObserver {
        @Override
        public void responded(Exchange exchange) {
            decide(exchange);
        }

        @Override
        public void ended(Exchange exchange) {
            if (exchange.isStream()) {
                decide(exchange);
            }
            if (exchange.kept() != null && exchange.record() instanceof Flight flight
                    && RequestLoggingFilter.isWritten(exchange)) {
                flight.unwritten().forEach(line -> logging.replay(line, exchange.isExported()));
            }
        }
    }

    /** The first reason that holds and of which not as many are kept already; a later one only if it comes before the former. */
    private void decide(Exchange exchange) {
        if (!(exchange.record() instanceof Flight flight)) {
            return;
        }
        for (Kept reason : REASONS) {
            if (reason == exchange.kept()) {
                return;
            }
            if (holds(reason, exchange) && flight.tries(reason)
                    && (reason == Kept.DEBUG || limits.get(reason).take())) {
                keep(exchange, flight, reason);
                return;
            }
        }
    }

    private void keep(Exchange exchange, Flight flight, Kept reason) {
        boolean trace = Span.current() instanceof ReadableSpan root && !root.getSpanContext().isSampled()
                && (reason == Kept.ERROR || !isRefusedByParent(root.getParentSpanContext()));
        exchange.keep(reason, trace);
        if (trace) {
            flight.export().forEach(span -> tracing.export(span, isOwn(exchange, span) ? reason.toString() : null));
        }
    }

    /** Code of a handler may have spans of the same kind. */
    private static boolean isOwn(Exchange exchange, ReadableSpan span) {
        return exchange.span() == span.getSpanContext();
    }

    /** A caller that did not sample its trace wants none of ours, but for failures. */
    private static boolean isRefusedByParent(SpanContext parent) {
        return parent.isValid() && !parent.isSampled();
    }

    private boolean holds(Kept reason, Exchange exchange) {
        // A probe's 503 is its answer, an operator's request may take long, and a drill's fault is one that was asked for.
        boolean exempt = exchange.endpoint().isExempt() || exchange.isDrill();
        return switch (reason) {
            case DEBUG -> exchange.isDebugged();
            case ERROR -> exchange.failure() != null && !exchange.isDrill() || !exempt && isFailure(exchange);
            case CUT_OFF -> !exempt && exchange.outcome() == ExchangeOutcome.STALLED;
            case SLOW -> !exempt && exchange.responseNanos() > slowNanos;
        };
    }

    /** Also one whose client did not wait for the answer that it would have had. */
    private static boolean isFailure(Exchange exchange) {
        Problem problem = exchange.problem();
        return exchange.isServerError() || exchange.outcome() == ExchangeOutcome.FAILED
                || problem != null && Exchange.isServerError(problem.type().status().code());
    }

    /** Spans may end on other threads, with another request current, or never. */
    private final class Spans implements SpanKeeper {
        private final Map<ReadableSpan, Exchange> open = new ConcurrentHashMap<>();

        @Override
        public void started(Exchange exchange, ReadableSpan span) {
            if (span.getKind() != SpanKind.SERVER && exchange.record() instanceof Flight flight
                    && flight.started(span)) {
                open.put(span, exchange);
            }
        }

        @Override
        public void ended(Exchange current, ReadableSpan span) {
            Exchange exchange = span.getKind() == SpanKind.SERVER ? current : open.remove(span);
            if (exchange != null && exchange.record() instanceof Flight flight) {
                boolean own = isOwn(exchange, span);
                if (flight.ended(span, own, exchange.hasEnded()) && !span.getSpanContext().isSampled()) {
                    tracing.export(span, own ? exchange.kept().toString() : null);
                }
            }
        }

        void forget(ReadableSpan unended) {
            open.remove(unended);
        }
    }

    private final class Lines implements LineKeeper {
        @Override
        public boolean keeps(Exchange exchange) {
            return exchange.record() instanceof Flight;
        }

        @Override
        public void said(Exchange exchange, LogLine line, boolean written) {
            if (exchange.record() instanceof Flight flight) {
                flight.said(line, written, RequestLoggingFilter.isEnd(line));
            }
        }
    }

    /** Finished requests, the newest first, kept ones and ordinary ones together. */
    public List<Recording> newest(int max, Predicate<Recording> wanted) {
        return all().filter(wanted).sorted(Comparator.comparingLong(Recording::sequence).reversed()).limit(max)
                .toList();
    }

    /** Finished requests with a greater sequence, the oldest first; none that a later call would have to come back for. */
    public List<Recording> after(long position, int max) {
        long last = lastSequence();
        return all().filter(one -> one.sequence() > position && one.sequence() <= last)
                .sorted(Comparator.comparingLong(Recording::sequence)).limit(max).toList();
    }

    /** Of the newest one before which none is missing that is still to come; 0 before the first. */
    public long lastSequence() {
        while (true) {
            long now = sequences.get();
            if (now % NEXT == 0) {
                return now / NEXT;
            }
            Thread.yield();
        }
    }

    /** From this one on none is missing; smaller ones may still be there, if they were kept. */
    public long oldestSequence() {
        return Math.max(ordinary.lastEvicted(), remarkable.lastEvicted()) + 1;
    }

    /** Those with this request id or trace id, the newest first. */
    public List<Recording> find(String id) {
        return newest(Integer.MAX_VALUE, one -> one.isCalled(id));
    }

    /** Requests that have not ended, the oldest first. */
    public List<RunningRequest> underWay() {
        return requests.all().stream().map(Recorder::running).filter(Objects::nonNull)
                .sorted(Comparator.comparingLong(RunningRequest::ageNanos).reversed()).toList();
    }

    /** Null if it is not remembered, or has ended meanwhile. */
    private static RunningRequest running(Exchange exchange) {
        if (!(exchange.record() instanceof Flight flight)) {
            return null;
        }
        String phase = flight.phase();
        SpanContext span = exchange.span();
        long age = exchange.ageNanos();
        return new RunningRequest(Instant.now().minusNanos(age), exchange.request(), exchange.template(), age,
                phase != null ? phase : exchange.isStream() ? "streaming" : "handling",
                span.isValid() ? span.getTraceId() : null);
    }

    private Stream<Recording> all() {
        List<Recording> all = new ArrayList<>();
        ordinary.forEach(all::add);
        remarkable.forEach(all::add);
        return all.stream();
    }

    /** Bytes that are kept of the heap. */
    public long bytes() {
        return ordinary.bytes() + remarkable.bytes() + underWayBytes.get();
    }

    /** Bytes that may be kept of the heap. */
    public long limit() {
        return limit;
    }

    /** Requests kept for that reason since the start. */
    public long kept(Kept reason) {
        return limits.get(reason).kept();
    }

    /** Requests that there was that reason to keep, beyond as many as are kept. */
    public long notKept(Kept reason) {
        return limits.get(reason).dropped();
    }

    /** Spans and lines that there was no room for. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** Requests that were larger than all may be. */
    public long tooLarge() {
        return tooLarge.sum();
    }

    /** Says what is still to be said about requests that were not kept. */
    @Override
    public void close() throws InterruptedException {
        for (KeptLimit one : limits.values()) {
            one.close();
        }
    }
}
