package com.dataenginex.objectives;

import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * @param windowDays days that an error budget is for
 * @param leftOut templates of endpoints whose requests are in no objective
 * @param availability share of the requests that are not to be answered with a 5xx, 0.5 to 0.99999
 * @param latency share of the served requests that are not to take longer than {@code threshold}, 0.5 to 0.99999
 * @param latencyLeftOut further templates that have no latency, such as those of streams
 * @param guardRequests with fewer requests in five minutes no alert on their share fires
 * @param guardBad nor with fewer bad ones
 * @param limits of the three alerts, in the file's order
 */
public record ObjectivesConfig(int windowDays, Set<String> leftOut, double availability, double latency,
        Duration threshold, Set<String> latencyLeftOut, int guardRequests, int guardBad, List<AlertLimit> limits) {

    private static final String LIMITS = "slo.alerts";
    private static final Set<String> ALERTS = Set.of("LatencyHigh", "ErrorRateHigh", "SaturationHigh");
    private static final Pattern MINUTES = Pattern.compile("(\\d{1,3})m");

    public ObjectivesConfig {
        leftOut = Set.copyOf(leftOut);
        latencyLeftOut = Set.copyOf(latencyLeftOut);
        limits = List.copyOf(limits);
    }

    public static ObjectivesConfig read(Settings settings) {
        return new ObjectivesConfig(settings.integer("slo.window-days", 1, 90), templates(settings, "slo.left-out"),
                settings.decimal("slo.availability.target", 0.5, 0.99999),
                settings.decimal("slo.latency.target", 0.5, 0.99999),
                settings.duration("slo.latency.threshold", Duration.ofMillis(1), Duration.ofMinutes(1)),
                templates(settings, "slo.latency.left-out"), settings.integer("slo.guards.requests", 1, 1_000_000),
                settings.integer("slo.guards.bad", 1, 1_000_000), limits(settings));
    }

    private static Set<String> templates(Settings settings, String key) {
        return Set.copyOf(settings.list(key, "the template of an endpoint, which begins with /",
                text -> text.startsWith("/") ? text : null));
    }

    private static List<AlertLimit> limits(Settings settings) {
        List<AlertLimit> limits = new ArrayList<>();
        for (Map<String, String> row : settings.objects(LIMITS,
                Set.of("alert", "environment", "above", "for", "severity"))) {
            String alert = row.getOrDefault("alert", "");
            String environment = row.getOrDefault("environment", "");
            String severity = row.getOrDefault("severity", "");
            double above = settings.field(LIMITS, row, "above", -1.0, "a number above 0", ObjectivesConfig::positive);
            Duration lasting = settings.field(LIMITS, row, "for", Duration.ZERO, "minutes, such as 3m",
                    ObjectivesConfig::minutes);
            if (!ALERTS.contains(alert) || !Settings.ENVIRONMENTS.contains(environment)
                    || !Set.of("page", "warning").contains(severity) || above < 0 || lasting.isZero()) {
                settings.mistake(LIMITS + ": " + alert + " of " + environment + " is not allowed; allowed: alert "
                        + "(LatencyHigh, ErrorRateHigh or SaturationHigh), environment (dev, stage or prod), above "
                        + "(a number above 0), for (minutes, such as 3m) and severity (page or warning)");
            }
            limits.add(new AlertLimit(alert, environment, above, lasting, severity));
        }
        return limits;
    }

    private static Double positive(String text) {
        double value = Double.parseDouble(text);
        return value > 0 && Double.isFinite(value) ? value : null;
    }

    private static Duration minutes(String text) {
        Matcher minutes = MINUTES.matcher(text);
        return minutes.matches() ? Duration.ofMinutes(Integer.parseInt(minutes.group(1))) : null;
    }
}
