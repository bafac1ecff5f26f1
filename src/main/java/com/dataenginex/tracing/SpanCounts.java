package com.dataenginex.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what became of the spans. Only the batch processor's own metrics know those that its queue had no room for, so
 * this class reads these metrics too.
 */
public final class SpanCounts implements SpanProcessor, MetricReader {
    private static final AttributeKey<Boolean> DROPPED = AttributeKey.booleanKey("dropped");
    private static final AttributeKey<String> PROCESSOR = AttributeKey.stringKey("processorType");
    /** The processor of log records has a queue too. */
    private static final String OURS = "BatchSpanProcessor";

    private final LongAdder created = new LongAdder();
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean exporting;
    private volatile int queueLimit;
    private CollectionRegistration sdkMetrics = CollectionRegistration.noop();

    SpanCounts() {
    }

    /** Sampled spans that ended. */
    public long created() {
        return created.sum();
    }

    /** Spans that the collector took. */
    public long exported() {
        return exported.sum();
    }

    /** Spans given up because the collector did not take them. */
    public long failed() {
        return failed.sum();
    }

    /** Spans given up because the queue was full. */
    public long overflowed() {
        return sdkMetrics.collectAllMetrics().stream().filter(metric -> metric.getName().equals("processedSpans"))
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point -> Boolean.TRUE.equals(point.getAttributes().get(DROPPED)))
                .mapToLong(point -> point.getValue())
                .sum();
    }

    /** Spans that wait for the exporter; those of a batch that is on its way are not among them. */
    public long queued() {
        return sdkMetrics.collectAllMetrics().stream().filter(metric -> metric.getName().equals("queueSize"))
                .flatMap(metric -> metric.getLongGaugeData().getPoints().stream())
                .filter(point -> OURS.equals(point.getAttributes().get(PROCESSOR)))
                .mapToLong(point -> point.getValue())
                .sum();
    }

    /** Spans that may wait before further ones are given up. */
    public int queueLimit() {
        return queueLimit;
    }

    void queueLimit(int limit) {
        queueLimit = limit;
    }

    /** Spans that were neither exported nor given up, of those that an exporter was there for. */
    public long unsent() {
        return exporting ? Math.max(0, created() - exported() - failed() - overflowed()) : 0;
    }

    void exporting() {
        exporting = true;
    }

    void exported(int spans) {
        exported.add(spans);
    }

    void failed(int spans) {
        failed.add(spans);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // Only ends are counted.
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (span.getSpanContext().isSampled()) {
            created.increment();
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void register(CollectionRegistration registration) {
        sdkMetrics = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public void close() {
        shutdown();
    }
}
