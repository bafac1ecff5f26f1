package com.dataenginex.recorder;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeOutcome;
import com.dataenginex.http.Kept;
import com.dataenginex.http.Problem;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.logging.LogLine;
import com.dataenginex.tracing.PlainSpan;
import com.dataenginex.tracing.RequestSpan;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of a finished request. Immutable.
 *
 * @param sequence grows by one with each request that ends, from 1
 * @param beganEpochNanos by the wall clock, as {@link EpochNanos}; of its span, where that is kept as plain
 * @param route the endpoint's path template
 * @param durationNanos from the first filter to the end
 * @param stream whether the response was a stream
 * @param problem the error that was the response, or null
 * @param cause what lay behind it, or null
 * @param traceId or null if it has no trace
 * @param spanId of the request's span, or null
 * @param sampled whether the trace is exported, chosen by the sampler or kept
 * @param kept why it is one to look at, or null
 * @param ownSpan of the request, without {@code sampling.kept}, or null
 * @param otherSpans those that ended before the request
 * @param lines of ours, in their order, DEBUG ones too
 * @param leftOut spans and lines that there was no room for
 * @param bytes that it keeps of the heap, about
 */
public record Recording(long sequence, long beganEpochNanos, RequestFacts request, String route, int status,
        ExchangeOutcome outcome, long durationNanos, boolean stream, long streamEvents, long responseBytes,
        Problem problem, String cause, String traceId, String spanId, boolean sampled, Kept kept,
        ReadableSpan ownSpan, List<ReadableSpan> otherSpans, List<LogLine> lines, int leftOut, int bytes) {

    /** The object itself, its facts and its lists; measured with the heap after a collection. */
    private static final int LIGHTEST = 768;

    static Recording of(long sequence, Exchange exchange, Flight.Remains flight) {
        SpanContext span = exchange.span();
        boolean traced = span.isValid();
        long began = flight.own() instanceof PlainSpan own
                ? own.getStartEpochNanos()
                : EpochNanos.now() - exchange.durationNanos();
        int bytes = LIGHTEST + 2 * exchange.request().size() + flight.bytes() + 2 * length(exchange.cause())
                + (exchange.problem() == null ? 0 : 2 * length(exchange.problem().detail()));
        return new Recording(sequence, began, exchange.request(), exchange.template(), exchange.status(),
                exchange.outcome(), exchange.durationNanos(), exchange.isStream(), exchange.streamEvents(),
                exchange.responseBytes(), exchange.problem(), exchange.cause(), traced ? span.getTraceId() : null,
                traced ? span.getSpanId() : null, exchange.isExported(), exchange.kept(),
                flight.own(), flight.spans(), flight.lines(), flight.leftOut(), bytes);
    }

    private static int length(String text) {
        return text == null ? 0 : text.length();
    }

    public Instant began() {
        return EpochNanos.instant(beganEpochNanos);
    }

    /** The spans as an exporter gets them, the own one last. */
    public List<SpanData> spans() {
        List<SpanData> all = new ArrayList<>(otherSpans.size() + 1);
        otherSpans.forEach(span -> all.add(span.toSpanData()));
        if (ownSpan != null) {
            // It says what it was once somebody looks at it.
            all.add(new RequestSpan(ownSpan, request, route, status, stream ? streamEvents : -1,
                    SpanLimits.getDefault())
                    .toSpanData());
        }
        return all;
    }

    boolean isCalled(String id) {
        return id.equals(request.requestId()) || id.equals(traceId);
    }
}
