package com.dataenginex.otlplogs;

import com.dataenginex.otlp.ExportCounts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.LongPointData;

/** What became of the log records. */
public final class LogCounts extends ExportCounts {
    /** By which the SDK's metric of queues, which all signals share, names that of the records. */
    private static final AttributeKey<String> PROCESSOR = AttributeKey.stringKey("processorType");

    LogCounts() {
        super("processedLogs");
    }

    @Override
    public long queued() {
        return sdkMetrics("queueSize").flatMap(metric -> metric.getLongGaugeData().getPoints().stream())
                .filter(point -> "BatchLogRecordProcessor".equals(point.getAttributes().get(PROCESSOR)))
                .mapToLong(LongPointData::getValue).sum();
    }
}
