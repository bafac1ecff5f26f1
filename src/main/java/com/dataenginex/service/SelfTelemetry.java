package com.dataenginex.service;

import com.dataenginex.log.Severity;
import com.dataenginex.logging.Logging;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.SpanCounts;
import java.util.Locale;
import java.util.Map;

/** Metrics about what runs and about the telemetry itself: the signals do not know each other, so they meet here. */
public final class SelfTelemetry {
    private final Metrics metrics;

    public SelfTelemetry(Metrics metrics) {
        this.metrics = metrics;
    }

    public void register(BuildInfo build, Logging logging, SpanCounts spans) {
        metrics.buildInfo(Map.of("version", build.version(), "revision", build.revision(), "java_version",
                System.getProperty("java.version")));
        for (Severity severity : Severity.values()) {
            metrics.counter("log_events_dropped_total", "Log lines dropped because stdout was too slow or gone",
                    () -> logging.dropped(severity), "level", severity.name().toLowerCase(Locale.ROOT));
        }
        metrics.counter("spans_created_total", "Sampled spans that ended", spans::created);
        metrics.counter("spans_exported_total", "Spans that the collector took", spans::exported);
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::overflowed, "reason", "queue_full");
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::failed, "reason", "export_failed");
    }
}
