package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Tempo's query API: a trace by its id is OTLP's JSON, with {@code batches} or {@code resourceSpans}. */
public final class TempoClient extends ReaderClient implements TraceReader {
    private static final int SPAN_ID_HEX = 16;
    private static final int TRACE_ID_HEX = 32;

    public TempoClient(HttpReader http) {
        super(http);
    }

    @Override
    public Answer ready() {
        return http.get("/ready");
    }

    @Override
    public List<FoundSpan> trace(String traceId) {
        try {
            return http.json("/api/traces/" + traceId, answer -> spans(answer.asJsonObject()));
        } catch (ReadException e) {
            // Tempo says by 404 alone that a trace is not there; ready() tells whether it is Tempo.
            if (e.failure() == ReadFailure.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<FoundSpan> spans(JsonObject answer) {
        JsonObject trace = answer.containsKey("trace") ? JsonText.object(answer, "trace") : answer;
        List<JsonObject> resources = new ArrayList<>(JsonText.objects(trace, "batches"));
        resources.addAll(JsonText.objects(trace, "resourceSpans"));
        List<FoundSpan> spans = new ArrayList<>();
        for (JsonObject resource : resources) {
            String service = attributes(JsonText.object(resource, "resource")).getOrDefault("service.name", "");
            for (JsonObject scope : JsonText.objects(resource, "scopeSpans")) {
                JsonText.objects(scope, "spans").forEach(span -> spans.add(span(service, span)));
            }
        }
        return spans;
    }

    private static FoundSpan span(String service, JsonObject span) {
        long began = Long.parseLong(JsonText.text(span, "startTimeUnixNano"));
        long ended = Long.parseLong(JsonText.text(span, "endTimeUnixNano"));
        Map<String, String> attributes = attributes(span);
        attributes.put("span.kind",
                JsonText.text(span, "kind").replace("SPAN_KIND_", "").toLowerCase(java.util.Locale.ROOT));
        return new FoundSpan(hex(JsonText.text(span, "traceId"), TRACE_ID_HEX),
                hex(JsonText.text(span, "spanId"), SPAN_ID_HEX), hex(JsonText.text(span, "parentSpanId"), SPAN_ID_HEX),
                JsonText.text(span, "name"), service, Instant.EPOCH.plusNanos(began), Duration.ofNanos(ended - began),
                attributes);
    }

    private static Map<String, String> attributes(JsonObject owner) {
        Map<String, String> attributes = new HashMap<>();
        JsonText.objects(owner, "attributes").forEach(each -> attributes.put(JsonText.text(each, "key"),
                JsonText.object(each, "value").values().stream().findFirst().map(JsonText::text).orElse("")));
        return attributes;
    }

    /** Tempo writes ids in base64, OTLP's JSON in hex. */
    private static String hex(String id, int digits) {
        return id.isEmpty() || id.length() == digits ? id : HexFormat.of().formatHex(Base64.getDecoder().decode(id));
    }
}
