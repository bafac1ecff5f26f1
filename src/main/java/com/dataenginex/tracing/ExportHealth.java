package com.dataenginex.tracing;

import com.dataenginex.log.Log;
import com.dataenginex.otlp.ExportWatch;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;

/** An exporter that is watched. */
final class ExportHealth implements SpanExporter {
    private static final Log LOG = Log.of(ExportHealth.class);

    private final SpanExporter exporter;
    private final ExportWatch watch;

    ExportHealth(SpanExporter exporter, SpanCounts counts) {
        this.exporter = exporter;
        this.watch = new ExportWatch(LOG, "span_export", "spans_lost", counts::failed, counts);
        counts.exporting();
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return watch.watch(spans.size(), () -> exporter.export(spans));
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
