package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.objectives.ObjectivesConfig;
import com.dataenginex.ui.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The thresholds that the page shows are those that Prometheus is given. */
class AlertsTest {
    private static final Path RULES = Path.of("infra/monitoring/alerts/dataenginex-alerts.yml");
    private static final Pattern THRESHOLD = Pattern.compile("environment=\"(?:dev|stage|prod)\"} > ([0-9.]+)");

    private record Shipped(String environment, AlertRule rule) {
    }

    @Test
    void areThoseOfTheRulesFile() throws IOException {
        List<Shipped> shipped = shipped();
        List<Shipped> shown = new ArrayList<>();
        ObjectivesConfig config = AppConfig.load(Map.of()).objectives();
        for (String environment : List.of("dev", "stage", "prod")) {
            Alerts.of(config, environment).forEach(rule -> shown.add(new Shipped(environment, rule)));
        }

        assertThat(shipped).hasSize(9);
        assertThat(shown).as("Alerts.java and %s", RULES).containsExactlyInAnyOrderElementsOf(shipped);
    }

    @SuppressWarnings("unchecked")
    private static List<Shipped> shipped() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(RULES));
        List<Shipped> found = new ArrayList<>();
        for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
            for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
                AlertRule.Measure measure = measure(String.valueOf(rule.get("alert")));
                Matcher threshold = THRESHOLD.matcher(String.valueOf(rule.get("expr")));
                if (measure != null && threshold.find()) {
                    Map<String, Object> labels = (Map<String, Object>) rule.get("labels");
                    found.add(new Shipped((String) labels.get("environment"),
                            new AlertRule((String) rule.get("alert"), measure, Double.parseDouble(threshold.group(1)),
                                    duration(rule.get("for")), duration(rule.get("keep_firing_for")),
                                    (String) labels.get("severity"))));
                }
            }
        }
        return found;
    }

    private static AlertRule.Measure measure(String alert) {
        return switch (alert) {
            case "DataEngineXLatencyHigh" -> AlertRule.Measure.LATENCY_P95;
            case "DataEngineXErrorRateHigh" -> AlertRule.Measure.ERROR_RATIO;
            case "DataEngineXSaturationHigh" -> AlertRule.Measure.IN_FLIGHT;
            default -> null;
        };
    }

    private static Duration duration(Object text) {
        return text == null ? Duration.ZERO : Duration.parse("PT" + text.toString().toUpperCase(java.util.Locale.ROOT));
    }
}
