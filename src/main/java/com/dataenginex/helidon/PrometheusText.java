package com.dataenginex.helidon;

import io.helidon.common.media.type.MediaType;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MeterRegistryFormatter;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.providers.micrometer.MicrometerPrometheusFormatter;
import io.helidon.metrics.spi.MeterRegistryFormatterProvider;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text that Prometheus reads, without the gauges {@code …_seconds_max} that Micrometer adds to each
 * timer of ours: they are the maximum of a moving window that no query can align with. The JVM's own stay,
 * since public dashboards draw them. Exemplars on {@code _count} go too: OpenMetrics 1.0 allows them on counters and
 * buckets alone. Found by the service loader.
 */
public final class PrometheusText implements MeterRegistryFormatterProvider {
    /** With labels or without. */
    private static final Pattern COUNT_WITH_EXEMPLAR = Pattern.compile("^\\w+_seconds_count[ {].* # \\{");
    private static final Pattern MAX = Pattern.compile("^(?:# (?:HELP|TYPE|UNIT) )?(?!jvm_)\\w+_seconds_max[ {]");

    @Override
    public Optional<MeterRegistryFormatter> formatter(MediaType mediaType, MetricsConfig config, MeterRegistry registry,
            Optional<String> scopeTagName, Iterable<String> scopes, Iterable<String> names) {
        if (!MicrometerPrometheusFormatter.MEDIA_TYPE_TO_FORMAT.containsKey(mediaType)) {
            return Optional.empty();
        }
        MicrometerPrometheusFormatter text = MicrometerPrometheusFormatter.builder(registry).resultMediaType(mediaType)
                .scopeSelection(scopes).meterNameSelection(names).build();
        return Optional.of(new MeterRegistryFormatter() {
            @Override
            public Optional<Object> format() {
                return text.format().map(all -> cleaned(all.toString()));
            }

            @Override
            public Optional<Object> formatMetadata() {
                return Optional.empty();
            }
        });
    }

    public static String cleaned(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            String line = text.substring(start, end);
            if (line.contains("_seconds_count") && COUNT_WITH_EXEMPLAR.matcher(line).find()) {
                kept.append(line, 0, line.indexOf(" # {")).append('\n');
            } else if (!line.contains("_seconds_max") || !MAX.matcher(line).find()) {
                kept.append(line);
            }
            start = end;
        }
        return kept.toString();
    }
}
