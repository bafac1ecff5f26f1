package com.dataenginex;

import com.dataenginex.ui.AlertRule;
import com.dataenginex.ui.AlertRule.Measure;
import java.time.Duration;
import java.util.List;

/** The three alerts of the specification, as {@code infra/monitoring/alerts} has them; a test holds the two together. */
final class Alerts {
    private Alerts() {
    }

    /** @param environment dev, stage or prod */
    static List<AlertRule> of(String environment) {
        return switch (environment) {
            case "prod" -> rules(0.75, 3, 0.01, 3, 2, 25, 2, "page", "page");
            case "stage" -> rules(1.0, 4, 0.03, 4, 2, 15, 3, "page", "warning");
            default -> rules(1.5, 5, 0.05, 5, 0, 10, 5, "warning", "warning");
        };
    }

    private static List<AlertRule> rules(double latency, int latencyMinutes, double errors, int errorMinutes,
            int keptMinutes, double inFlight, int inFlightMinutes, String severity, String saturationSeverity) {
        return List.of(
                new AlertRule("DataEngineXLatencyHigh", Measure.LATENCY_P95, latency,
                        Duration.ofMinutes(latencyMinutes), Duration.ZERO, severity),
                new AlertRule("DataEngineXErrorRateHigh", Measure.ERROR_RATIO, errors, Duration.ofMinutes(errorMinutes),
                        Duration.ofMinutes(keptMinutes), severity),
                new AlertRule("DataEngineXSaturationHigh", Measure.IN_FLIGHT, inFlight,
                        Duration.ofMinutes(inFlightMinutes), Duration.ZERO, saturationSeverity));
    }
}
