package com.dataenginex.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts what became of the items of one signal. Only the batch processor's own metrics know those that its queue had no room for,
 * so this class reads these metrics too.
 */
public abstract class ExportCounts implements MetricReader {
    private static final AttributeKey<Boolean> DROPPED = AttributeKey.booleanKey("dropped");

    private final String processed;
    private final LongAdder created = new LongAdder();
    private final LongAdder exported = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder noRoom = new LongAdder();
    private volatile int queueLimit;
    private volatile CollectionRegistration sdkMetrics = CollectionRegistration.noop();

    /** @param processed the SDK's metric of the items that its batch processor handled */
    protected ExportCounts(String processed) {
        this.processed = processed;
    }

    /** Items that were made. */
    public final long created() {
        return created.sum();
    }

    /** Items that the collector took. */
    public final long exported() {
        return exported.sum();
    }

    /** Items given up because the collector did not take them. */
    public final long failed() {
        return failed.sum();
    }

    /** Items given up because the queue was full. */
    public final long overflowed() {
        return noRoom.sum()
                + sdkMetrics(processed).flatMap(metric -> metric.getLongSumData().getPoints().stream())
                        .filter(point -> Boolean.TRUE.equals(point.getAttributes().get(DROPPED)))
                        .mapToLong(point -> point.getValue())
                        .sum();
    }

    /** Items that wait for the exporter; those of a batch that is on its way are not among them. */
    public abstract long queued();

    /** Items that may wait before further ones are given up; 0 if none are made. */
    public final int queueLimit() {
        return queueLimit;
    }

    public final void queueLimit(int limit) {
        queueLimit = limit;
    }

    public final void made() {
        created.increment();
    }

    final void exported(int items) {
        exported.add(items);
    }

    /** One is given up before it comes to the processor's queue. */
    public final void noRoom() {
        noRoom.increment();
    }

    protected final void failed(int items) {
        failed.add(items);
    }

    /** What the SDK has of a metric of its own. */
    protected final Stream<MetricData> sdkMetrics(String name) {
        return sdkMetrics.collectAllMetrics().stream().filter(metric -> metric.getName().equals(name));
    }

    @Override
    public final void register(CollectionRegistration registration) {
        sdkMetrics = registration;
    }

    @Override
    public final AggregationTemporality getAggregationTemporality(InstrumentType instrumentType) {
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
