package com.dataenginex.readers;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Alertmanager's HTTP API, version 2, and its own metrics. Every method throws {@link ReadException}. */
public final class AlertmanagerClient extends ReaderClient {
    private static final String API = "/api/v2/";
    private static final String CONFIGS = "_configs";

    public AlertmanagerClient(HttpReader http) {
        super(http);
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
     * How each receiver of its configuration notifies: {@code slack_configs} is the integration {@code slack}, as its metrics call it.
     * A receiver that notifies nobody has none.
     */
    public Map<String, List<String>> integrations() {
        return http.json(API + "status",
                status -> integrations(JsonText.text(JsonText.object(status.asJsonObject(), "config"), "original")));
    }

    private static Map<String, List<String>> integrations(String configuration) {
        Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(configuration);
        Map<String, List<String>> all = new TreeMap<>();
        for (Object receiver : (List<?>) file.get("receivers")) {
            List<String> integrations = new ArrayList<>();
            ((Map<?, ?>) receiver).forEach((key, list) -> {
                if (key.toString().endsWith(CONFIGS) && list instanceof List<?> some && !some.isEmpty()) {
                    integrations.add(key.toString().substring(0, key.toString().length() - CONFIGS.length()));
                }
            });
            all.put(((Map<?, ?>) receiver).get("name").toString(), List.copyOf(integrations));
        }
        return all;
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
