package com.dataenginex.service;

import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.Logging;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.SpanCounts;
import java.util.Locale;

/** Metrics about what runs and about the telemetry itself: the signals do not know each other, so they meet here. */
final class SelfTelemetry {
    private final Metrics metrics;

    SelfTelemetry(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Connections, and what became of those that there was no room for. */
    void connections(Listeners listeners) {
        metrics.gauge("http_connections_active", "Connections that are open", () -> listeners.connections().active());
        metrics.gauge("http_connections_limit", "Connections open at once before waiting ones are closed",
                () -> listeners.connections().limit());
        metrics.counter("http_connections_closed_total", "Connections closed because a limit was reached",
                () -> listeners.connections().closedForLimit(), "reason", "limit");
        metrics.counter("http_accept_failures_total", "Connections that the system could not give; tried again",
                listeners::failedAccepts);
    }

    /** What is limited, beside what is in use, and what was refused. */
    void limits(AdmissionFilter admission, Streams streams) {
        metrics.gauge("http_requests_in_flight_limit", "Requests processed at once before further ones are refused",
                admission::limit);
        metrics.gauge("sse_streams_limit", "Event streams open at once before further ones are refused",
                streams::limit);
        String help = "Requests refused because a limit was reached";
        metrics.counter("http_requests_rejected_total", help, admission::rejected, "reason", "requests");
        metrics.counter("http_requests_rejected_total", help, admission::rejectedScrapes, "reason", "scrapes");
        metrics.counter("http_requests_rejected_total", help, streams::rejected, "reason", "streams");
    }

    void register(Product product, BuildInfo build, Logging logging, SpanCounts spans, Listeners listeners) {
        metrics.gauge(product.metricPrefix() + "_build_info", "What is running; always 1", () -> 1, "java_version",
                System.getProperty("java.version"), "revision", build.revision(), "version", build.version());
        for (Severity severity : Severity.values()) {
            metrics.counter("log_events_dropped_total", "Log lines dropped because stdout was too slow or gone",
                    () -> logging.dropped(severity), "level", severity.name().toLowerCase(Locale.ROOT));
        }
        metrics.counter("connections_without_deadlines_total",
                "Connections served without read deadlines, because Helidon's channel was not found",
                listeners::unguardedConnections);
        metrics.counter("spans_created_total", "Sampled spans that ended", spans::created);
        metrics.counter("spans_exported_total", "Spans that the collector took", spans::exported);
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::overflowed, "reason", "queue_full");
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::failed, "reason", "export_failed");
    }
}
