package com.dataenginex.metrics;

import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * @param buckets upper edges of the request histogram, ascending; an alert's threshold must be one of them
 * @param maxSeries label combinations of the HTTP metrics before further ones share the overflow series
 */
public record MetricsConfig(List<Duration> buckets, int maxSeries) {

    public MetricsConfig {
        buckets = List.copyOf(buckets);
    }

    public static MetricsConfig read(Settings settings) {
        List<Duration> buckets = settings.list("metrics.duration-buckets", "a number of seconds from 0.0001 to 3600",
                text -> {
                    double seconds = Double.parseDouble(text);
                    return seconds >= 0.0001 && seconds <= 3_600 ? Duration.ofNanos(Math.round(seconds * 1e9)) : null;
                });
        if (!buckets.equals(buckets.stream().sorted().distinct().toList()) || buckets.isEmpty()) {
            settings.contradiction("metrics.duration-buckets", "at least one number, ascending, none twice");
        }
        return new MetricsConfig(buckets, settings.integer("metrics.max-series", 10, 100_000));
    }
}
