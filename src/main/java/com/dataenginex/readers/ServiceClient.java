package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service's own HTTP API: a request of ours, its readiness, its metrics. Every method throws {@link ReadException}. */
public final class ServiceClient extends ReaderClient {
    private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    public ServiceClient(HttpReader http) {
        super(http);
    }

    /** Its version, as {@code GET /} tells it; empty if it does not. */
    public String version() {
        return http.json("/", root -> JsonText.text(root.asJsonObject(), "version"));
    }

    /**
     * What {@code /ready} says.
     *
     * @param down the names of the checks that are not up
     */
    public record Readiness(boolean ready, List<String> down) {
    }

    public Readiness readiness() {
        Answer answer = http.ask("/ready", Map.of());
        if (answer.status() != OK && answer.status() != UNAVAILABLE) {
            throw Failures.ofStatus(http.name(), answer);
        }
        return http.read(answer, each -> {
            List<String> down = new ArrayList<>();
            for (JsonObject check : JsonText.objects(JsonText.parse(each.text()).asJsonObject(), "checks")) {
                if (!JsonText.text(check, "status").equals("UP")) {
                    down.add(JsonText.text(check, "name"));
                }
            }
            return new Readiness(each.status() == OK, List.copyOf(down));
        });
    }

    /** One scrape, in OpenMetrics, where exemplars are. */
    public Samples metrics() {
        return http.read(http.get("/metrics", Map.of("Accept", OPEN_METRICS)), answer -> Samples.parse(answer.text()));
    }

    /** Sends exactly one {@code GET} with these headers, on a connection of its own; every status is an answer. */
    public Answer send(String target, Map<String, String> headers) {
        return http.afresh().ask(target, headers);
    }
}
