package com.dataenginex.readers;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Alertmanager's HTTP API, version 2, and its own metrics. Every method throws {@link ReadException}. */
public final class AlertmanagerClient {
    private static final String API = "/api/v2/";

    private final HttpReader http;

    public AlertmanagerClient(HttpReader http) {
        this.http = http;
    }

    /** Without credentials. */
    public String url() {
        return http.url();
    }

    /** Returns if it is ready to take alerts. */
    public Answer ready() {
        return http.get("/-/ready");
    }

    /** Such as {@code 0.34.0}. */
    public String version() {
        return http.json(API + "status",
                status -> JsonText.text(JsonText.object(status.asJsonObject(), "versionInfo"), "version"));
    }

    /** All that it knows: active, silenced and inhibited ones. */
    public List<ActiveAlert> alerts() {
        return http.json(API + "alerts", alerts -> JsonText.objects(alerts.asJsonArray()).stream()
                .map(ActiveAlert::ofAlertmanager).toList());
    }

    /** Its configuration as YAML, without secrets. */
    public String configuration() {
        return http.json(API + "status",
                status -> JsonText.text(JsonText.object(status.asJsonObject(), "config"), "original"));
    }

    /**
     * Gives it an alert, as Prometheus does.
     *
     * @param lasts from now; zero ends it
     */
    public void post(Map<String, String> labels, Map<String, String> annotations, Duration lasts) {
        Instant now = Instant.now();
        JsonObjectBuilder alert = Json.createObjectBuilder()
                .add("labels", Json.createObjectBuilder(new TreeMap<String, Object>(labels)))
                .add("annotations", Json.createObjectBuilder(new TreeMap<String, Object>(annotations)))
                .add("endsAt", now.plus(lasts).toString());
        http.post(API + "alerts", Json.createArrayBuilder().add(alert).build().toString());
    }

    /** The names in its configuration. */
    public List<String> receivers() {
        return http.json(API + "receivers", receivers -> JsonText.objects(receivers.asJsonArray()).stream()
                .map(receiver -> JsonText.text(receiver, "name")).toList());
    }

    /**
     * Its own metrics. {@code alertmanager_notification_requests_failed_total} rises with the first attempt that fails, {@code
     * alertmanager_notifications_failed_total} only once it gives up.
     */
    public Samples metrics() {
        return http.read(http.get("/metrics"), answer -> Samples.parse(answer.text()));
    }
}
