package com.dataenginex.otlplogs;

import com.dataenginex.config.Redaction;
import com.dataenginex.logging.LogLine;
import com.dataenginex.logging.LogListener;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes each line that is written a log record: the body is the event, the fields are attributes with their types, beside severity,
 * request id, trace and span id, and the SDK's resource. The records go through the SDK's batch processor, on the log writer's
 * thread: no request waits, and what its queue has no room for is dropped and counted.
 */
public final class OtlpLogs implements LogListener {
    /** The batch processor and the exporters log each failure; {@link LogExportHealth} says when they begin and when they end. */
    private static final Logger SDK = Logger.getLogger("io.opentelemetry.sdk.logs");
    private static final String PREFIX = "otel.exporter.otlp.";
    private static final String BATCH = "512";
    /** Of a record with all that a client may put into a line. */
    private static final int RECORD_BYTES = 4_096;
    /** Records that wait keep at most this part of the heap. */
    private static final int HEAP_PART = 16;
    private static final int SMALLEST_QUEUE = 512;

    private final OtlpLogsConfig config;
    private final LogCounts counts = new LogCounts();
    private volatile SdkLoggerProvider provider;
    private volatile ConfigProperties properties;

    public OtlpLogs(OtlpLogsConfig config) {
        this.config = config;
    }

    public boolean isOn() {
        return config.isOn();
    }

    public LogCounts counts() {
        return counts;
    }

    /** Adds what the records need to the SDK that is about to be built; nothing if they are off. */
    public void configure(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        if (!isOn()) {
            return;
        }
        builder.addPropertiesCustomizer(this::properties)
                .addLogRecordExporterCustomizer((exporter, all) -> new LogExportHealth(exporter, counts))
                .addMeterProviderCustomizer((meters, all) -> meters.registerMetricReader(counts))
                .addLoggerProviderCustomizer((loggers, all) -> {
                    properties = all;
                    counts.queueLimit(all.getInt("otel.blrp.max.queue.size", queueSize()));
                    return loggers;
                });
    }

    /** Our settings under OpenTelemetry's names, where its own variables say nothing. */
    private Map<String, String> properties(ConfigProperties all) {
        Map<String, String> ours = new HashMap<>();
        ours.put("otel.logs.exporter", "otlp");
        given(ours, "otel.blrp.max.queue.size", Integer.toString(queueSize()));
        given(ours, "otel.blrp.max.export.batch.size", BATCH);
        if (!config.endpoint().isEmpty() && !has(PREFIX + "endpoint")) {
            boolean grpc = "grpc".equals(protocol(all));
            // That of one signal alone is taken as it is.
            given(ours, PREFIX + "logs.endpoint",
                    grpc ? config.endpoint() : config.endpoint().replaceFirst("/+$", "") + "/v1/logs");
        }
        return ours;
    }

    /** As configured, or as many as fit: a collector that hangs must not cost the service its heap. */
    public int queueSize() {
        long fit = Runtime.getRuntime().maxMemory() / HEAP_PART / RECORD_BYTES;
        return (int) Math.min(config.queueSize(), Math.max(SMALLEST_QUEUE, fit));
    }

    private static String protocol(ConfigProperties all) {
        return all.getString(PREFIX + "logs.protocol", all.getString(PREFIX + "protocol", "grpc"));
    }

    private void given(Map<String, String> ours, String name, String value) {
        if (!has(name)) {
            ours.put(name, value);
        }
    }

    private boolean has(String name) {
        return config.standard().containsKey(name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }

    /** From now on lines are taken. */
    public void start(SdkLoggerProvider logs) {
        SDK.setLevel(Level.OFF);
        provider = logs;
    }

    /** Where records go, for the operator, without credentials; empty if nowhere. */
    public String destination() {
        return properties == null
                ? ""
                : Redaction.credentials(properties.getString(PREFIX + "logs.endpoint",
                        properties.getString(PREFIX + "endpoint", "the exporter's default"))) + " ("
                        + protocol(properties) + ")";
    }

    @Override
    public void written(LogLine line) {
        SdkLoggerProvider logs = provider;
        // What is said of the export itself would be the next thing to export; stdout has it.
        if (logs == null || line.logger().equals(LogExportHealth.class.getName())) {
            return;
        }
        LogRecordBuilder record = begun(logs, line);
        try {
            line.writeFields(new RecordFields(record));
        } catch (RuntimeException | Error e) {
            record = begun(logs, line).setAttribute("unwritable", e.getClass().getName());
        }
        counts.made();
        record.emit();
    }

    private static LogRecordBuilder begun(SdkLoggerProvider logs, LogLine line) {
        LogRecordBuilder record = logs.get(line.logger()).logRecordBuilder()
                .setTimestamp(line.epochNanos(), TimeUnit.NANOSECONDS)
                .setSeverity(severity(line)).setSeverityText(line.severity().name()).setBody(line.event())
                .setContext(context(line)).setAttribute("logger", line.logger());
        if (line.requestId() != null) {
            record.setAttribute("request_id", line.requestId());
        }
        return record;
    }

    /** Never the writer's own. */
    private static Context context(LogLine line) {
        return line.traceId() == null
                ? Context.root()
                : Context.root().with(Span.wrap(SpanContext.create(line.traceId(), line.spanId(),
                        line.traceSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                        TraceState.getDefault())));
    }

    private static Severity severity(LogLine line) {
        return switch (line.severity()) {
            case DEBUG -> Severity.DEBUG;
            case INFO -> Severity.INFO;
            case WARNING -> Severity.WARN;
            case ERROR -> Severity.ERROR;
            case CRITICAL -> Severity.FATAL;
        };
    }

    /**
     * Sends what waits, for as long as the configuration says; what is lost then is said on stderr, since the log is closed.
     *
     * @return how many records were lost by the stop
     */
    public long stop() {
        SdkLoggerProvider logs = provider;
        provider = null;
        if (logs == null) {
            return 0;
        }
        long before = counts.failed();
        logs.shutdown().join(config.flushTimeout().toMillis(), TimeUnit.MILLISECONDS);
        long lost = counts.created() - counts.exported() - counts.overflowed() - before;
        if (lost > 0) {
            System.err.println("the collector did not take the last " + lost + " log records within "
                    + config.flushTimeout() + "; they are lost");
        }
        return Math.max(0, lost);
    }
}
