package com.dataenginex.insights;

import com.dataenginex.config.Settings;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * @param minInterval shortest time between two events that a client may ask for
 * @param defaultInterval what a client that asks for none gets
 * @param maxInterval longest one
 * @param heartbeat the longest time until a disconnected client is noticed
 * @param reconnectDelay what a client is told to wait before it connects again
 */
public record InsightsConfig(Duration minInterval, Duration defaultInterval, Duration maxInterval, Duration heartbeat,
        Duration reconnectDelay) {

    public static InsightsConfig read(Settings settings) {
        InsightsConfig config = new InsightsConfig(interval(settings, "min-interval"),
                interval(settings, "default-interval"),
                interval(settings, "max-interval"),
                settings.duration("insights.heartbeat", Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration("insights.reconnect-delay", Duration.ofMillis(100), Duration.ofMinutes(1)));
        if (config.minInterval().compareTo(config.defaultInterval()) > 0
                || config.defaultInterval().compareTo(config.maxInterval()) > 0) {
            settings.contradiction("insights.default-interval", "from insights.min-interval, " + config.minInterval()
                    + ", to insights.max-interval, " + config.maxInterval());
        }
        return config;
    }

    /** As a client writes it: {@code 0.75}. */
    public static String seconds(Duration interval) {
        return BigDecimal.valueOf(interval.toNanos(), 9).stripTrailingZeros().toPlainString();
    }

    private static Duration interval(Settings settings, String name) {
        return settings.duration("insights." + name, Duration.ofMillis(10), Duration.ofMinutes(1));
    }
}
