package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.log.FailedListeners;
import com.dataenginex.log.Log;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * The span processors. A request's own span ends for those that are told of sampled ones as a {@link RequestSpan}. An exception of one
 * of them is logged once and harms no span. Thread-safe.
 */
final class SpanTaps implements SpanProcessor {
    private static final FailedListeners FAILED = new FailedListeners(Log.of(SpanTaps.class), "span_listener_failed");

    private final List<SpanProcessor> sampled = new CopyOnWriteArrayList<>();
    private final List<SpanProcessor> recorded = new CopyOnWriteArrayList<>();
    private volatile SpanLimits limits = SpanLimits.getDefault();

    void limits(SpanLimits ofTheSdk) {
        limits = ofTheSdk;
    }

    /** It is told sampled spans alone. */
    void add(SpanProcessor processor) {
        sampled.add(processor);
    }

    /** It is told every span that is recorded. */
    void addForAll(SpanProcessor processor) {
        recorded.add(processor);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getSpanContext().isSampled()) {
            started(sampled, parent, span);
        }
        started(recorded, parent, span);
    }

    private static void started(List<SpanProcessor> processors, Context parent, ReadWriteSpan span) {
        for (SpanProcessor processor : processors) {
            try {
                if (processor.isStartRequired()) {
                    processor.onStart(parent, span);
                }
            } catch (RuntimeException | Error e) {
                FAILED.failed(processor, e);
            }
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            ended(sampled, said(span));
        }
        ended(recorded, span);
    }

    /** A request's own span says what became of the request once that has ended; of one that is told of before, nobody knows. */
    private ReadableSpan said(ReadableSpan span) {
        Exchange exchange = Exchange.current();
        return exchange != null && exchange.span() == span.getSpanContext() && exchange.hasEnded()
                ? new RequestSpan(span, exchange, limits)
                : span;
    }

    /** Of a span that is exported although it was not sampled: those for all were told before. */
    void kept(ReadableSpan span, String reason) {
        ended(sampled, new KeptSpan(said(span), reason));
    }

    private static void ended(List<SpanProcessor> processors, ReadableSpan span) {
        for (SpanProcessor processor : processors) {
            try {
                if (processor.isEndRequired()) {
                    processor.onEnd(span);
                }
            } catch (RuntimeException | Error e) {
                FAILED.failed(processor, e);
            }
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    private Stream<SpanProcessor> all() {
        return Stream.concat(sampled.stream(), recorded.stream());
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofAll(all().map(SpanProcessor::shutdown).toList());
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofAll(all().map(SpanProcessor::forceFlush).toList());
    }
}
