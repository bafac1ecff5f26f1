package com.dataenginex.otlplogs;

import com.dataenginex.config.OtlpEndpoint;
import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * The standard {@code OTEL_*} variables win over all of these.
 *
 * @param endpoint where log records go, as a URL; empty for wherever OpenTelemetry's variables, or the traces' setting, say
 * @param queueSize records that may wait for the exporter before further ones are dropped
 * @param flushTimeout how long a stop waits for the waiting records
 * @param standard the {@code OTEL_*} variables
 */
public record OtlpLogsConfig(String endpoint, int queueSize, Duration flushTimeout, Map<String, String> standard) {

    public OtlpLogsConfig {
        standard = Map.copyOf(standard);
    }

    /** @param flushTimeout that of the log */
    public static OtlpLogsConfig read(Settings settings, Duration flushTimeout) {
        Map<String, String> standard = settings.variables("OTEL_");
        for (String variable : new String[]{"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"}) {
            if (standard.containsKey(variable)) {
                settings.overridden("logging.otlp-endpoint", "in logs", variable, standard.get(variable));
            }
        }
        return new OtlpLogsConfig(
                settings.read("logging.otlp-endpoint", OtlpEndpoint.ALLOWED, OtlpEndpoint::url),
                settings.integer("logging.otlp-queue-size", 512, 1 << 20), flushTimeout, standard);
    }

    /** Whether lines are sent: if an endpoint is given or OpenTelemetry's variable asks for it, and nothing forbids it. */
    public boolean isOn() {
        String exporter = standard.getOrDefault("OTEL_LOGS_EXPORTER", "");
        return !"true".equalsIgnoreCase(standard.get("OTEL_SDK_DISABLED")) && !exporter.equals("none")
                && (exporter.equals("otlp") || !endpoint.isEmpty());
    }
}
