package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/**
 * A rule that Prometheus has loaded.
 *
 * @param name of the alert, or of the recorded series
 * @param alerting or else recording
 * @param query as Prometheus writes it
 * @param holds how long the query must be true before the alert fires
 * @param labels that the rule adds, such as {@code severity}
 * @param health ok, err or unknown (not yet evaluated)
 * @param lastError why the last evaluation failed, or empty
 * @param state of an alert: inactive, pending or firing; empty for a recording rule
 */
public record LoadedRule(String group, String name, boolean alerting, String query, Duration holds,
        Map<String, String> labels, String health, String lastError, String state) {

    static LoadedRule of(String group, JsonObject rule) {
        String seconds = JsonText.text(rule, "duration");
        return new LoadedRule(group, JsonText.text(rule, "name"), JsonText.text(rule, "type").equals("alerting"),
                JsonText.text(rule, "query"),
                Duration.ofSeconds(seconds.isEmpty() ? 0 : (long) Double.parseDouble(seconds)),
                JsonText.texts(JsonText.object(rule, "labels")), JsonText.text(rule, "health"),
                JsonText.text(rule, "lastError"), JsonText.text(rule, "state"));
    }
}
