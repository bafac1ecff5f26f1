package com.dataenginex;

import com.dataenginex.objectives.AlertLimit;
import com.dataenginex.objectives.ObjectivesConfig;
import com.dataenginex.ui.AlertRule;
import com.dataenginex.ui.AlertRule.Measure;
import java.time.Duration;
import java.util.List;

/** The three alerts of the specification, by config/slo.yaml, from which the rules in {@code infra} are made too; a test holds them together. */
final class Alerts {
    /** How long a page about errors goes on when they pause, and any alert about requests in flight: callers that share a fetch are answered at once. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private Alerts() {
    }

    /** @param environment dev, stage or prod */
    static List<AlertRule> of(ObjectivesConfig config, String environment) {
        return config.limits().stream().filter(limit -> limit.environment().equals(environment)).map(Alerts::rule)
                .toList();
    }

    private static AlertRule rule(AlertLimit limit) {
        Measure measure = switch (limit.alert()) {
            case "LatencyHigh" -> Measure.LATENCY_P95;
            case "ErrorRateHigh" -> Measure.ERROR_RATIO;
            default -> Measure.IN_FLIGHT;
        };
        boolean kept = measure == Measure.IN_FLIGHT
                || measure == Measure.ERROR_RATIO && limit.severity().equals("page");
        return new AlertRule("DataEngineX" + limit.alert(), measure, limit.above(), limit.lasting(),
                kept ? KEPT : Duration.ZERO, limit.severity());
    }
}
