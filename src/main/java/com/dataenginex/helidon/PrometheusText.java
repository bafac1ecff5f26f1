package com.dataenginex.helidon;

import io.helidon.common.media.type.MediaType;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MeterRegistryFormatter;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.providers.micrometer.MicrometerPrometheusFormatter;
import io.helidon.metrics.spi.MeterRegistryFormatterProvider;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * The text that Prometheus reads, without the gauges {@code …_seconds_max} that Micrometer adds to each
 * timer of ours: they are the maximum of a moving window that no query can align with. The JVM's own stay,
 * since public dashboards draw them. The comma that Micrometer leaves after the last label goes. Exemplars on {@code _count} go too: OpenMetrics 1.0 allows them on counters and
 * buckets alone. Found by the service loader.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/metrics/providers/micrometer/src/main/java/io/helidon/metrics/providers/micrometer/MicrometerPrometheusFormatter.java">Helidon 4.5.0</a>
 */
public final class PrometheusText implements MeterRegistryFormatterProvider {
    /** With labels or without. */
    private static final Pattern COUNT_WITH_EXEMPLAR = Pattern.compile("^\\w+_seconds_count[ {].* # \\{");
    private static final String LABELS_END = "\",} ";
    private static final String OPEN_METRICS_END = "# EOF\n";
    /** Help by name; sorted, so that two scrapes are alike. */
    private static final Map<String, String> DECLARED = new ConcurrentSkipListMap<>();
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
                return text.format().map(all -> completed(cleaned(all.toString())));
            }

            @Override
            public Optional<Object> formatMetadata() {
                return Optional.empty();
            }
        });
    }

    /**
     * From now on a scrape has the counter's {@code HELP} and {@code TYPE} also while it has no series.
     *
     * @param name ending in {@code _total}
     */
    public static void declare(String name, String help) {
        DECLARED.put(name, help);
    }

    /** Forgets what was declared. */
    public static void clear() {
        DECLARED.clear();
    }

    /** {@code {a="b",} 1.0} becomes {@code {a="b"} 1.0}. */
    private static void withoutLastComma(String line, StringBuilder kept) {
        int end = line.charAt(0) == '#' ? -1 : line.indexOf(LABELS_END);
        // In a value a quote has a backslash before it.
        if (end > 0 && line.charAt(end - 1) != '\\') {
            kept.append(line, 0, end + 1).append(line, end + 2, line.length());
        } else {
            kept.append(line);
        }
    }

    static String cleaned(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start) + 1;
            end = end == 0 ? text.length() : end;
            String line = text.substring(start, end);
            if (line.contains("_seconds_count") && COUNT_WITH_EXEMPLAR.matcher(line).find()) {
                kept.append(line, 0, line.indexOf(" # {")).append('\n');
            } else if (!line.contains("_seconds_max") || !MAX.matcher(line).find()) {
                withoutLastComma(line, kept);
            }
            start = end;
        }
        return kept.toString();
    }

    /** The text with what was declared and has no series; in OpenMetrics a counter's family has no {@code _total}. */
    private static String completed(String text) {
        boolean openMetrics = text.endsWith(OPEN_METRICS_END);
        StringBuilder kept = new StringBuilder(text.length() + 256).append(text);
        if (openMetrics) {
            kept.setLength(text.length() - OPEN_METRICS_END.length());
        }
        DECLARED.forEach((name, help) -> {
            String family = openMetrics ? name.substring(0, name.length() - "_total".length()) : name;
            if (!text.contains("# TYPE " + family + " ")) {
                kept.append("# HELP ").append(family).append(' ').append(help).append("\n# TYPE ").append(family)
                        .append(" counter\n");
            }
        });
        return openMetrics ? kept.append(OPEN_METRICS_END).toString() : kept.toString();
    }
}
