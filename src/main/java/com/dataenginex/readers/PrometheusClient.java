package com.dataenginex.readers;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Prometheus' HTTP API, version 1. Every method throws {@link ReadException}, also for a query that is refused (status 400, 422). */
public final class PrometheusClient extends ReaderClient {
    private static final String API = "/api/v1/";
    private static final double MILLIS = 1_000;

    public PrometheusClient(HttpReader http) {
        super(http);
    }

    /** Returns if it is ready to answer queries. */
    public Answer ready() {
        return http.get("/-/ready");
    }

    /** Such as {@code 3.14.0}. */
    public String version() {
        return data("status/buildinfo", data -> JsonText.text(data.asJsonObject(), "version"));
    }

    /** What its command line switches on with {@code --enable-feature}. */
    public List<String> features() {
        return data("status/flags", data -> List.of(JsonText.text(data.asJsonObject(), "enable-feature").split(",")));
    }

    /** Its clock, in milliseconds. */
    public Instant time() {
        return data("query", data -> instant(data.asJsonObject().getJsonArray("result").get(0).toString()), "query",
                "time()");
    }

    /** An instant query now; a scalar is one sample without labels. */
    public List<MetricSample> query(String promql) {
        return data("query", PrometheusClient::samples, "query", promql);
    }

    public List<MetricSample> query(String promql, Instant at) {
        return data("query", PrometheusClient::samples, "query", promql, "time", at.toString());
    }

    /** The value of the first series of an instant query, or NaN if there is none. */
    public double value(String promql) {
        List<MetricSample> found = query(promql);
        return found.isEmpty() ? Double.NaN : found.getFirst().value();
    }

    /** The series of a range query. */
    public List<TimeSeries> range(String promql, Instant from, Instant to, Duration step) {
        return data("query_range",
                data -> JsonText.objects(data.asJsonObject(), "result").stream().map(PrometheusClient::timeSeries)
                        .toList(),
                "query", promql, "start", from.toString(), "end", to.toString(), "step",
                Double.toString(step.toMillis() / MILLIS));
    }

    /** The exemplars of the series that the query names; none unless Prometheus runs with exemplar-storage. */
    public List<FoundExemplar> exemplars(String promql, Instant from, Instant to) {
        return data("query_exemplars", data -> {
            List<FoundExemplar> found = new ArrayList<>();
            for (JsonObject series : JsonText.objects(data.asJsonArray())) {
                Map<String, String> labels = JsonText.texts(JsonText.object(series, "seriesLabels"));
                for (JsonObject each : JsonText.objects(series, "exemplars")) {
                    found.add(new FoundExemplar(labels, JsonText.texts(JsonText.object(each, "labels")),
                            Double.parseDouble(JsonText.text(each, "value")),
                            instant(JsonText.text(each, "timestamp"))));
                }
            }
            return found;
        }, "query", promql, "start", from.toString(), "end", to.toString());
    }

    /** What it scrapes. */
    public List<ScrapeTarget> targets() {
        return data("targets", data -> JsonText.objects(data.asJsonObject(), "activeTargets").stream()
                .map(ScrapeTarget::of).toList(), "state", "active");
    }

    /** All rules of all groups, those that record and those that alert. */
    public List<LoadedRule> rules() {
        return data("rules", data -> JsonText.objects(data.asJsonObject(), "groups").stream()
                .flatMap(group -> JsonText.objects(group, "rules").stream()
                        .map(rule -> LoadedRule.of(group, rule)))
                .toList());
    }

    /** What is pending or firing now. */
    public List<ActiveAlert> alerts() {
        return data("alerts", data -> JsonText.objects(data.asJsonObject(), "alerts").stream()
                .map(ActiveAlert::ofPrometheus).toList());
    }

    /** URLs of the Alertmanagers that it sends alerts to. */
    public List<String> alertmanagers() {
        return data("alertmanagers", data -> JsonText.objects(data.asJsonObject(), "activeAlertmanagers").stream()
                .map(each -> JsonText.text(each, "url")).toList());
    }

    /** Prometheus' own metrics. */
    public Samples metrics() {
        return http.read(http.get("/metrics"), answer -> Samples.parse(answer.text()));
    }

    private <T> T data(String call, Function<JsonValue, T> reading, String... parameters) {
        return http.json(HttpReader.target(API + call, parameters), answer -> {
            JsonValue data = answer.asJsonObject().get("data");
            if (data == null) {
                throw new IllegalArgumentException("no data");
            }
            return reading.apply(data);
        });
    }

    private static List<MetricSample> samples(JsonValue data) {
        if (JsonText.text(data.asJsonObject(), "resultType").equals("scalar")) {
            return List.of(new MetricSample("", Map.of(), value(data.asJsonObject().getJsonArray("result")), Map.of()));
        }
        return JsonText.objects(data.asJsonObject(), "result").stream().map(series -> {
            Map<String, String> labels = JsonText.texts(JsonText.object(series, "metric"));
            String name = labels.remove("__name__");
            return new MetricSample(name == null ? "" : name, Map.copyOf(labels), value(series.getJsonArray("value")),
                    Map.of());
        }).toList();
    }

    private static TimeSeries timeSeries(JsonObject series) {
        Map<Instant, Double> values = new TreeMap<>();
        series.getJsonArray("values").forEach(point -> values.put(instant(point.asJsonArray().get(0).toString()),
                value(point.asJsonArray())));
        return new TimeSeries(JsonText.texts(JsonText.object(series, "metric")), values);
    }

    private static double value(JsonArray timeAndValue) {
        return Samples.number(timeAndValue.getString(1));
    }

    private static Instant instant(String seconds) {
        return Instant.ofEpochMilli(Math.round(Double.parseDouble(seconds) * MILLIS));
    }
}
