package com.dataenginex.tracing;

import com.dataenginex.config.Redaction;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Counts what an exporter sends and loses, and says once when it begins to fail and once when it recovers. */
final class ExportHealth implements SpanExporter {
    private static final Logger LOG = Logger.getLogger(ExportHealth.class.getName());

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
            LOG.log(Level.WARNING, "span export works again; {0} spans were lost", Long.toString(counts.failed()));
        }
    }

    private void failed(int spans, Throwable cause) {
        counts.failed(spans);
        if (failing.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "span export fails: {0}; spans are lost until it works again",
                    cause == null ? "no reason given" : Redaction.credentials(String.valueOf(cause.getMessage())));
        }
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
