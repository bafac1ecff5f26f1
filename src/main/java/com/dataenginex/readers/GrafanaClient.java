package com.dataenginex.readers;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Grafana's HTTP API; all but {@link #ready()} needs credentials. Every method throws {@link ReadException}. */
public final class GrafanaClient extends ReaderClient {
    public GrafanaClient(HttpReader http) {
        super(http);
    }

    /** Returns if it answers and has its database. */
    public Answer ready() {
        return http.get("/api/health");
    }

    /** Such as {@code 13.2.0}. */
    public String version() {
        return http.json("/api/health", health -> JsonText.text(health.asJsonObject(), "version"));
    }

    /** Titles of the dashboards by uid. */
    public Map<String, String> dashboards() {
        return http.json("/api/search?type=dash-db&limit=1000", found -> {
            Map<String, String> titles = new TreeMap<>();
            JsonText.objects(found.asJsonArray())
                    .forEach(each -> titles.put(JsonText.text(each, "uid"), JsonText.text(each, "title")));
            return titles;
        });
    }

    /** The types of its data sources, such as {@code prometheus}. */
    public List<String> dataSources() {
        return http.json("/api/datasources", found -> JsonText.objects(found.asJsonArray()).stream()
                .map(each -> JsonText.text(each, "type")).toList());
    }
}
