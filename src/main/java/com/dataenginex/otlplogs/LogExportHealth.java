package com.dataenginex.otlplogs;

import com.dataenginex.log.Log;
import com.dataenginex.otlp.ExportWatch;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.Collection;

/** An exporter that is watched; what is said of it goes to stdout alone, since records of it would feed themselves. */
final class LogExportHealth implements LogRecordExporter {
    private static final Log LOG = Log.of(LogExportHealth.class);

    private final LogRecordExporter exporter;
    private final ExportWatch watch;

    LogExportHealth(LogRecordExporter exporter, LogCounts counts) {
        this.exporter = exporter;
        this.watch = new ExportWatch(LOG, "log_export", "records_lost", () -> counts.failed() + counts.overflowed(),
                counts);
    }

    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
        return watch.watch(records.size(), () -> exporter.export(records));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
