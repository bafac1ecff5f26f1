package com.dataenginex.otlplogs;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.Log;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts what an exporter sends and loses, and says once when it begins to fail and once when it recovers; on stdout alone, since
 * records of it would feed themselves.
 */
final class LogExportHealth implements LogRecordExporter {
    private static final Log LOG = Log.of(LogExportHealth.class);

    private final LogRecordExporter exporter;
    private final LogCounts counts;
    private final AtomicBoolean failing = new AtomicBoolean();

    LogExportHealth(LogRecordExporter exporter, LogCounts counts) {
        this.exporter = exporter;
        this.counts = counts;
    }

    @Override
    public CompletableResultCode export(Collection<LogRecordData> records) {
        // The processor reuses its list.
        int size = records.size();
        CompletableResultCode result;
        try {
            result = exporter.export(records);
        } catch (RuntimeException e) {
            failed(size, e);
            return CompletableResultCode.ofFailure();
        }
        result.whenComplete(() -> {
            if (result.isSuccess()) {
                succeeded(size);
            } else {
                failed(size, result.getFailureThrowable());
            }
        });
        return result;
    }

    private void succeeded(int records) {
        counts.exported(records);
        if (failing.compareAndSet(true, false)) {
            long lost = counts.failed() + counts.overflowed();
            LOG.warning("log_export_recovered", out -> out.number("records_lost", lost));
        }
    }

    private void failed(int records, Throwable cause) {
        counts.failed(records);
        if (failing.compareAndSet(false, true)) {
            String reason = reason(cause);
            LOG.warning("log_export_failed", out -> out.text("reason", reason));
        }
    }

    /** Only an I/O failure's message is sure to hold no header's value. */
    private static String reason(Throwable cause) {
        if (cause == null) {
            return "no reason given";
        }
        String type = cause.getClass().getSimpleName();
        return cause instanceof IOException
                ? type + ": " + Redaction.credentials(String.valueOf(cause.getMessage()))
                : type;
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
