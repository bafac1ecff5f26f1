package com.dataenginex.service;

import com.dataenginex.debug.DebugFilter;
import com.dataenginex.debug.SignatureCheck;
import com.dataenginex.drill.DrillCounts;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillFilter;
import com.dataenginex.drill.DrillRefusal;
import com.dataenginex.http.Kept;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.Logging;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.otlplogs.LogCounts;
import com.dataenginex.recorder.Recorder;
import com.dataenginex.tracing.SpanCounts;
import java.util.Locale;
import java.util.function.BooleanSupplier;

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
        String help = "Requests refused because a limit was reached or the service stops";
        metrics.counter("http_requests_rejected_total", help, admission::rejected, "reason", "requests");
        metrics.counter("http_requests_rejected_total", help, admission::rejectedScrapes, "reason", "scrapes");
        metrics.counter("http_requests_rejected_total", help, streams::rejected, "reason", "streams");
        metrics.counter("http_requests_rejected_total", help, streams::rejectedByStop, "reason", "stopping");
    }

    /** Who asks for DEBUG lines of single requests, and who tries to. */
    void debugging(DebugFilter debug, Logging logging) {
        metrics.gauge("log_level_overrides", "Loggers whose level was changed at run time, for a while",
                logging.levels()::active);
        for (SignatureCheck result : SignatureCheck.values()) {
            if (result != SignatureCheck.REPLAYED) {
                metrics.counter("debug_headers_total", "Debug headers received, by what became of them",
                        () -> debug.seen(result), "result", result.toString());
            }
        }
    }

    /** What drills do, so that people see that it is one. */
    void drilling(DrillFilter drill, String environment) {
        DrillCounts counts = drill.counts();
        for (DrillFault fault : DrillFault.values()) {
            metrics.counter("drill_requests_total", "Requests to which a drill's fault was applied",
                    () -> counts.of(fault), "fault", fault.toString());
            metrics.gauge("drill_active", "Whether a drill is under way, or was within the last 30 seconds",
                    () -> drill.isActive(fault) ? 1 : 0, "environment", environment, "drill", fault.toString());
        }
        for (SignatureCheck result : SignatureCheck.values()) {
            metrics.counter("drill_headers_total", "Drill headers received, by what became of them",
                    () -> counts.of(result), "result", result.toString());
        }
        for (DrillRefusal reason : DrillRefusal.values()) {
            metrics.counter("drill_refused_total", "Good drill headers that were not followed",
                    () -> counts.of(reason), "reason", reason.toString());
        }
    }

    /** What is remembered of requests, and what there was no room for. */
    void recording(Recorder recorder) {
        String dropped = "What is not kept of requests: those beyond as many as are kept for a reason, those that were too "
                + "large, and parts of one";
        for (Kept reason : Kept.values()) {
            metrics.counter("recorder_kept_total",
                    "Requests kept with their DEBUG events, and their trace unless the caller wants none, by why",
                    () -> recorder.kept(reason), "reason", reason.toString());
            metrics.counter("recorder_dropped_total", dropped, () -> recorder.notKept(reason), "reason",
                    reason.toString());
        }
        metrics.counter("recorder_dropped_total", dropped, recorder::tooLarge, "reason", "too_large");
        metrics.counter("recorder_dropped_total", dropped, recorder::leftOut, "reason", "part_left_out");
        metrics.gauge("recorder_bytes", "Bytes of the heap that remembered requests keep, about", recorder::bytes);
        metrics.gauge("recorder_limit_bytes", "Bytes of the heap that remembered requests may keep", recorder::limit);
    }

    /** What runs, in which environment it believes itself, and whether it would take requests. */
    void product(String prefix, BuildInfo build, String environment, BooleanSupplier ready) {
        metrics.gauge(prefix + "_build_info", "What is running; always 1", () -> 1, "environment", environment,
                "java_version", System.getProperty("java.version"), "revision", build.revision(), "version",
                build.version());
        metrics.gauge(prefix + "_ready", "Whether the readiness probe would answer 200 (1) or 503 (0)",
                () -> ready.getAsBoolean() ? 1 : 0);
    }

    /** What became of the lines that are sent as log records; all 0 where none are. */
    void logRecords(LogCounts records) {
        metrics.gauge("otlp_log_records_queued", "Log records that wait for the exporter", records::queued);
        metrics.gauge("otlp_log_records_queue_limit",
                "Log records that may wait for the exporter before further ones are dropped", records::queueLimit);
        metrics.counter("otlp_log_records_exported_total", "Log records that the collector took", records::exported);
        String help = "Log records that were lost";
        metrics.counter("otlp_log_records_dropped_total", help, records::overflowed, "reason", "queue_full");
        metrics.counter("otlp_log_records_dropped_total", help, records::failed, "reason", "export_failed");
    }

    void telemetry(Logging logging, SpanCounts spans, Listeners listeners) {
        metrics.gauge("log_queue_events", "Log lines that wait for stdout", logging::waiting);
        metrics.gauge("log_queue_limit", "Log lines that may wait before the least severe are dropped",
                logging::queueCapacity);
        for (Severity severity : Severity.values()) {
            metrics.counter("log_events_dropped_total", "Log lines dropped because stdout was too slow or gone",
                    () -> logging.dropped(severity), "level", severity.name().toLowerCase(Locale.ROOT));
        }
        metrics.counter("connections_without_deadlines_total",
                "Connections served without read deadlines, because Helidon's channel was not found",
                listeners::unguardedConnections);
        metrics.gauge("spans_queued", "Sampled spans that wait for the exporter; 0 without one", spans::queued);
        metrics.gauge("spans_queue_limit", "Spans that may wait for the exporter before further ones are dropped",
                spans::queueLimit);
        metrics.counter("spans_created_total", "Sampled spans that ended", spans::created);
        metrics.counter("spans_exported_total", "Spans that the collector took", spans::exported);
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::overflowed, "reason", "queue_full");
        metrics.counter("spans_dropped_total", "Spans that were lost", spans::failed, "reason", "export_failed");
    }
}
