package com.dataenginex.otlplogs;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what became of the log records. Only the batch processor's own metrics know those that its queue had no room for, so
 * this class reads these metrics too.
 */
public final class LogCounts implements MetricReader {
    private static final AttributeKey<Boolean> DROPPED = AttributeKey.booleanKey("dropped");
    private static final AttributeKey<String> PROCESSOR = AttributeKey.stringKey("processorType");
    private static final String OURS = "BatchLogRecordProcessor";

    private final LongAdder created = new LongAdder();
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile int queueLimit;
    private volatile CollectionRegistration sdkMetrics = CollectionRegistration.noop();

    LogCounts() {
    }

    /** Lines that were made records. */
    public long created() {
        return created.sum();
    }

    /** Records that the collector took. */
    public long exported() {
        return exported.sum();
    }

    /** Records given up because the collector did not take them. */
    public long failed() {
        return failed.sum();
    }

    /** Records given up because the queue was full. */
    public long overflowed() {
        return sdkMetrics.collectAllMetrics().stream().filter(metric -> metric.getName().equals("processedLogs"))
                .flatMap(metric -> metric.getLongSumData().getPoints().stream())
                .filter(point -> Boolean.TRUE.equals(point.getAttributes().get(DROPPED)))
                .mapToLong(point -> point.getValue())
                .sum();
    }

    /** Records that wait for the exporter; those of a batch that is on its way are not among them. */
    public long queued() {
        return sdkMetrics.collectAllMetrics().stream().filter(metric -> metric.getName().equals("queueSize"))
                .flatMap(metric -> metric.getLongGaugeData().getPoints().stream())
                .filter(point -> OURS.equals(point.getAttributes().get(PROCESSOR)))
                .mapToLong(point -> point.getValue())
                .sum();
    }

    /** Records that may wait before further ones are given up; 0 if none are made. */
    public int queueLimit() {
        return queueLimit;
    }

    void queueLimit(int limit) {
        queueLimit = limit;
    }

    void made() {
        created.increment();
    }

    void exported(int records) {
        exported.add(records);
    }

    void failed(int records) {
        failed.add(records);
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
}
