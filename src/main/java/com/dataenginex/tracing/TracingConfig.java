package com.dataenginex.tracing;

import com.dataenginex.config.OtlpEndpoint;
import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The standard {@code OTEL_*} variables win over all of these.
 *
 * @param endpoint where OTLP goes, as a URL; empty for nowhere
 * @param protocol {@code grpc} or {@code http/protobuf}
 * @param sampleRatio share of new traces that are exported, 0 to 1; a remote parent's decision wins
 * @param console whether each sampled span is printed to stdout
 * @param queueSize spans that may wait for the exporter before further ones are dropped
 * @param flushTimeout how long a stop waits for the waiting spans
 * @param excludedPaths requests to these templates make no span, nor do those of endpoints that are registered so
 * @param standard the {@code OTEL_*} variables
 */
public record TracingConfig(String endpoint, String protocol, double sampleRatio, boolean console, int queueSize,
        Duration flushTimeout, Set<String> excludedPaths, Map<String, String> standard) {

    private static final Pattern SERVICE_NAME = Pattern.compile("(?:^|,)\\s*service\\.name\\s*=([^,]*)");

    public TracingConfig {
        excludedPaths = Set.copyOf(excludedPaths);
        standard = Map.copyOf(standard);
    }

    public static TracingConfig read(Settings settings) {
        tellOverridden(settings);
        List<String> excluded = settings.list("tracing.excluded-paths",
                "the path or the template of an endpoint, which begins with /",
                path -> path.startsWith("/") ? path : null);
        return new TracingConfig(
                settings.read("tracing.otlp-endpoint", "OTLP_ENDPOINT", OtlpEndpoint.ALLOWED, OtlpEndpoint::url),
                settings.read("tracing.otlp-protocol", "grpc or http/protobuf",
                        text -> text.equals("grpc") || text.equals("http/protobuf") ? text : null),
                settings.decimal("tracing.sample-ratio", 0, 1),
                settings.flag("tracing.console", "ENABLE_CONSOLE_TRACES"),
                settings.integer("tracing.queue-size", 512, 1 << 20),
                settings.duration("tracing.flush-timeout", Duration.ZERO, Duration.ofMinutes(1)),
                Set.copyOf(excluded),
                settings.variables("OTEL_"));
    }

    /** Tells whoever reads the settings which of them the SDK has from its own variables. */
    private static void tellOverridden(Settings settings) {
        Map<String, String> standard = settings.variables("OTEL_");
        Matcher name = SERVICE_NAME.matcher(standard.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", ""));
        if (name.find()) {
            settings.overridden("application.name", "in traces", "OTEL_RESOURCE_ATTRIBUTES", name.group(1));
        }
        String sampler = standard.getOrDefault("OTEL_TRACES_SAMPLER", "traceidratio");
        // Later ones win.
        List<String> pairs = List.of("application.name", "OTEL_SERVICE_NAME",
                "tracing.otlp-endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT",
                "tracing.otlp-endpoint", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "tracing.otlp-protocol", "OTEL_EXPORTER_OTLP_PROTOCOL",
                "tracing.otlp-protocol", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                "tracing.queue-size", "OTEL_BSP_MAX_QUEUE_SIZE",
                "tracing.sample-ratio", sampler.endsWith("traceidratio")
                        ? "OTEL_TRACES_SAMPLER_ARG"
                        : "OTEL_TRACES_SAMPLER");
        for (int i = 0; i < pairs.size(); i += 2) {
            String value = standard.get(pairs.get(i + 1));
            if (value != null) {
                settings.overridden(pairs.get(i), "in traces", pairs.get(i + 1), value);
            }
        }
    }
}
