package com.dataenginex.readers;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loki's query API. */
public final class LokiClient extends ReaderClient implements LogReader {
    private static final int METADATA = 2;

    private final String selector;

    /** @param selector of the service's streams, such as <code>{app="name"}</code> */
    public LokiClient(HttpReader http, String selector) {
        super(http);
        this.selector = selector;
    }

    @Override
    public Answer ready() {
        return http.get("/ready");
    }

    /** First those whose text has the id, as our lines of JSON do; else those that have it beside the text, as OTLP records do. */
    @Override
    public List<FoundLine> lines(String requestId, Instant from, Instant to) {
        List<FoundLine> found = query(selector + " |= \"" + requestId + '"', from, to);
        return found.isEmpty() ? query(selector + " | request_id=\"" + requestId + '"', from, to) : found;
    }

    /** The lines that a LogQL query finds. */
    public List<FoundLine> query(String logql, Instant from, Instant to) {
        String target = HttpReader.target("/loki/api/v1/query_range", "query", logql, "start", nanos(from), "end",
                nanos(to), "limit", Integer.toString(LIMIT), "direction", "forward");
        return http.json(target, answer -> {
            List<FoundLine> lines = new ArrayList<>();
            for (JsonObject stream : JsonText.objects(JsonText.object(answer.asJsonObject(), "data"), "result")) {
                Map<String, String> labels = JsonText.texts(JsonText.object(stream, "stream"));
                stream.getJsonArray("values").forEach(value -> lines.add(line(labels, value.asJsonArray())));
            }
            lines.sort(Comparator.comparing(FoundLine::time));
            return lines;
        });
    }

    private static FoundLine line(Map<String, String> labels, JsonArray value) {
        Map<String, String> fields = new HashMap<>(labels);
        if (value.size() > METADATA) {
            JsonObject metadata = value.getJsonObject(METADATA);
            fields.putAll(JsonText.texts(metadata));
            fields.putAll(JsonText.texts(JsonText.object(metadata, "structuredMetadata")));
        }
        String text = value.getString(1);
        Map<String, String> own = JsonText.fields(text);
        fields.putAll(own);
        return new FoundLine(Instant.EPOCH.plusNanos(Long.parseLong(value.getString(0))),
                own.getOrDefault("event", text), fields, labels);
    }

    private static String nanos(Instant time) {
        return time.getEpochSecond() + String.format("%09d", time.getNano());
    }
}
