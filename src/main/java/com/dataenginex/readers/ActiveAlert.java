package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An alert in Prometheus or in Alertmanager.
 *
 * @param state in Prometheus pending or firing, in Alertmanager active, suppressed or unprocessed
 * @param began when it began to be pending in Prometheus, or to fire in Alertmanager
 * @param inhibitedBy fingerprints of the alerts that hold it back; empty in Prometheus
 * @param silencedBy ids of silences; empty in Prometheus
 * @param receivers whom Alertmanager notifies; empty in Prometheus
 */
public record ActiveAlert(Map<String, String> labels, Map<String, String> annotations, String state, Instant began,
        List<String> inhibitedBy, List<String> silencedBy, List<String> receivers) {

    static ActiveAlert ofPrometheus(JsonObject alert) {
        return new ActiveAlert(JsonText.texts(JsonText.object(alert, "labels")),
                JsonText.texts(JsonText.object(alert, "annotations")), JsonText.text(alert, "state"),
                Instant.parse(JsonText.text(alert, "activeAt")), List.of(), List.of(), List.of());
    }

    static ActiveAlert ofAlertmanager(JsonObject alert) {
        JsonObject status = JsonText.object(alert, "status");
        return new ActiveAlert(JsonText.texts(JsonText.object(alert, "labels")),
                JsonText.texts(JsonText.object(alert, "annotations")), JsonText.text(status, "state"),
                Instant.parse(JsonText.text(alert, "startsAt")), JsonText.list(status, "inhibitedBy"),
                JsonText.list(status, "silencedBy"), JsonText.objects(alert, "receivers").stream()
                        .map(receiver -> JsonText.text(receiver, "name")).toList());
    }

    /** The label {@code alertname}. */
    public String name() {
        return label("alertname");
    }

    /** A label, empty if it is absent. */
    public String label(String label) {
        return labels.getOrDefault(label, "");
    }
}
