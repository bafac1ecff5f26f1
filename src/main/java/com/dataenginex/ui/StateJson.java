package com.dataenginex.ui;

import com.dataenginex.health.CheckView;
import com.dataenginex.http.Exchange;
import com.dataenginex.json.JsonWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the service is like now: its readiness, dependencies, upstreams, open streams, alerts, limits; and rows of figures. */
final class StateJson {
    /** Rows of streams; a page that lists thousands helps nobody. */
    private static final int MOST_STREAMS = 200;
    private static final Map<String, String> LIMITS = Map.of("in_flight", "http_requests_in_flight_limit", "streams",
            "sse_streams_limit", "heap", "jvm_memory_max_bytes", "log_queue", "log_queue_limit", "span_queue",
            "spans_queue_limit");

    private final Shown shown;
    private final FigureSampler sampler;
    private final AlertBoard alerts;
    private final Map<String, String> links;

    StateJson(Shown shown, FigureSampler sampler, AlertBoard alerts, Map<String, String> links) {
        this.shown = shown;
        this.sampler = sampler;
        this.alerts = alerts;
        this.links = links;
    }

    /** What does not change while the service runs. */
    void about(JsonWriter out) {
        out.field("service").string(shown.service()).field("version").string(shown.version()).field("environment")
                .string(shown.environment()).field("links").beginObject();
        links.forEach((program, url) -> out.field(program).string(url));
        out.endObject().field("columns").beginArray();
        for (FigureName name : FigureName.values()) {
            out.string(name.toString());
        }
        out.endArray();
    }

    void state(JsonWriter out) {
        out.beginObject().field("ready").bool(shown.probes().isReady()).field("checks").beginArray();
        shown.probes().checks().forEach(check -> check(out, check));
        out.endArray().field("upstreams").beginArray();
        shown.upstreams().get().forEach(upstream -> upstream(out, upstream));
        out.endArray().field("goals").beginArray();
        shown.goals().get().forEach(goal -> goal(out, goal));
        out.endArray().field("streams").beginArray();
        List<Exchange> streams = shown.streams().open();
        streams.stream().limit(MOST_STREAMS).forEach(stream -> stream(out, stream));
        out.endArray().field("streams_open").number(streams.size());
        alerts(out, alerts.table());
        out.field("limits").beginObject();
        RegistryTotals newest = sampler.newest();
        if (newest != null) {
            LIMITS.forEach((name, metric) -> number(out.field(name), newest.value(metric)));
        }
        out.endObject().endObject();
    }

    void rows(JsonWriter out, List<FigureRing.Row> rows) {
        out.beginArray();
        rows.forEach(row -> {
            out.beginArray().number(row.second());
            for (float value : row.values()) {
                if (Float.isFinite(value)) {
                    out.number(new BigDecimal(Float.toString(value)));
                } else {
                    out.string(null);
                }
            }
            out.endArray();
        });
        out.endArray();
    }

    private static void check(JsonWriter out, CheckView check) {
        out.beginObject().field("name").string(check.name()).field("state").string(check.state()).field("message")
                .string(check.message()).field("since").string(check.since().toString()).field("address")
                .string(check.address()).field("last_check").string(text(check.lastCheck())).endObject();
    }

    private static void upstream(JsonWriter out, Upstream upstream) {
        out.beginObject().field("name").string(upstream.name()).field("works").bool(upstream.works()).field("since")
                .string(text(upstream.since())).field("breaker")
                .string(upstream.breaker()).field("calls").beginArray();
        for (Upstream.Call call : upstream.calls()) {
            out.beginObject().field("at").string(call.at().toString()).field("outcome").string(call.outcome())
                    .field("took_seconds").seconds(call.took().toNanos()).field("why").string(call.why()).endObject();
        }
        out.endArray().endObject();
    }

    private static void goal(JsonWriter out, Goal goal) {
        out.beginObject().field("name").string(goal.name()).field("target").number(goal.target()).field("good")
                .number(goal.good()).field("bad").number(goal.bad()).field("budget_left").number(goal.budgetLeft());
        number(out.field("burn"), goal.burn());
        out.endObject();
    }

    private static void stream(JsonWriter out, Exchange stream) {
        out.beginObject().field("request_id").string(stream.request().requestId()).field("route")
                .string(stream.template()).field("client").string(stream.request().clientHost()).field("age_seconds")
                .seconds(stream.ageNanos()).field("events").number(stream.streamEvents()).endObject();
    }

    private static void alerts(JsonWriter out, AlertTable table) {
        out.field("alerts_from").string(table.from());
        if (table.isOfPrometheus()) {
            out.field("alerts_age_seconds").seconds(System.nanoTime() - table.readAt());
        }
        out.field("alerts_missing").string(table.missing()).field("alerts").beginArray();
        table.rows().forEach(row -> alert(out, row));
        out.endArray();
    }

    private static void alert(JsonWriter out, AlertRow row) {
        AlertRule rule = row.rule();
        out.beginObject().field("name").string(rule.name()).field("measure")
                .string(rule.measure().name().toLowerCase(Locale.ROOT)).field("state").string(row.state());
        number(out.field("value"), row.value());
        number(out.field("threshold"), row.threshold());
        out.field("since").string(text(row.since())).field("holds_seconds")
                .number(row.holds().toSeconds()).field("severity").string(rule.severity()).field("held_back")
                .string(row.heldBack()).endObject();
    }

    private static void number(JsonWriter out, double value) {
        if (Double.isFinite(value)) {
            out.number(value);
        } else {
            out.string(null);
        }
    }

    private static String text(Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
