package com.dataenginex.otlp;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.Log;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Counts what an exporter sends and loses, and says once when it begins to fail and once when it recovers. Thread-safe. */
public final class ExportWatch {
    private final Log log;
    private final String export;
    private final String lostField;
    private final LongSupplier lost;
    private final ExportCounts counts;
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * @param log says it
     * @param export what the two events begin with, such as {@code span_export}
     * @param lostField name of the field that says how many were lost once it recovers
     * @param lost how many were lost since the start
     */
    public ExportWatch(Log log, String export, String lostField, LongSupplier lost, ExportCounts counts) {
        this.log = log;
        this.export = export;
        this.lostField = lostField;
        this.lost = lost;
        this.counts = counts;
    }

    /** @param size items of the batch; counted now, since the processor reuses its list */
    public CompletableResultCode watch(int size, Supplier<CompletableResultCode> batch) {
        CompletableResultCode result;
        try {
            result = batch.get();
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

    private void succeeded(int items) {
        counts.exported(items);
        if (failing.compareAndSet(true, false)) {
            long all = lost.getAsLong();
            log.warning(export + "_recovered", out -> out.number(lostField, all));
        }
    }

    private void failed(int items, Throwable cause) {
        counts.failed(items);
        if (failing.compareAndSet(false, true)) {
            String reason = reason(cause);
            log.warning(export + "_failed", out -> out.text("reason", reason));
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
}
