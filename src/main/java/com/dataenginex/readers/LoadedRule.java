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
 * @param interval between two evaluations
 * @param keepsFiring how long the alert fires on once the query is false
 */
public record LoadedRule(String group, String name, boolean alerting, String query, Duration holds,
        Map<String, String> labels, String health, String lastError, String state, Duration interval,
        Duration keepsFiring) {

    /** @param group that the rule is in, with its name and its interval */
    static LoadedRule of(JsonObject group, JsonObject rule) {
        return new LoadedRule(JsonText.text(group, "name"), JsonText.text(rule, "name"),
                JsonText.text(rule, "type").equals("alerting"),
                JsonText.text(rule, "query"),
                seconds(rule, "duration"),
                JsonText.texts(JsonText.object(rule, "labels")), JsonText.text(rule, "health"),
                JsonText.text(rule, "lastError"), JsonText.text(rule, "state"), seconds(group, "interval"),
                seconds(rule, "keepFiringFor"));
    }

    private static Duration seconds(JsonObject in, String name) {
        String seconds = JsonText.text(in, name);
        return Duration.ofMillis(seconds.isEmpty() ? 0 : Math.round(Double.parseDouble(seconds) * 1_000));
    }
}
