package com.dataenginex.tracing;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.Log;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts what an exporter sends and loses, and says once when it begins to fail and once when it recovers. */
final class ExportHealth implements SpanExporter {
    private static final Log LOG = Log.of(ExportHealth.class);

    private final SpanExporter exporter;
    private final SpanCounts counts;
    private final AtomicBoolean failing = new AtomicBoolean();

    ExportHealth(SpanExporter exporter, SpanCounts counts) {
        this.exporter = exporter;
        this.counts = counts;
        counts.exporting();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int size = spans.size();
        CompletableResultCode result;
        try {
            result = exporter.export(spans);
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

    private void succeeded(int spans) {
        counts.exported(spans);
        if (failing.compareAndSet(true, false)) {
            long lost = counts.failed();
            LOG.warning("span_export_recovered", out -> out.number("spans_lost", lost));
        }
    }

    private void failed(int spans, Throwable cause) {
        counts.failed(spans);
        if (failing.compareAndSet(false, true)) {
            String reason = reason(cause);
            LOG.warning("span_export_failed", out -> out.text("reason", reason));
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
