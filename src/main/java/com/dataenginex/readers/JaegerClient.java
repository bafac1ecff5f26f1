package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Jaeger's query API, as its pages use it. */
public final class JaegerClient extends ReaderClient implements TraceReader {
    public JaegerClient(HttpReader http) {
        super(http);
    }

    @Override
    public Answer ready() {
        Answer answer = http.get("/api/services");
        http.read(answer, each -> JsonText.list(JsonText.parse(each.text()).asJsonObject(), "data"));
        return answer;
    }

    /** The names of the services that it has spans of. */
    public List<String> services() {
        return http.json("/api/services", answer -> JsonText.list(answer.asJsonObject(), "data"));
    }

    @Override
    public List<FoundSpan> trace(String traceId) {
        try {
            return http.json("/api/traces/" + traceId,
                    answer -> JsonText.objects(answer.asJsonObject(), "data").stream()
                            .flatMap(trace -> spans(trace).stream()).toList());
        } catch (ReadException e) {
            // Another path than Jaeger's has no sentence about a trace.
            if (e.failure() == ReadFailure.NOT_FOUND
                    && e.getMessage().toLowerCase(Locale.ROOT).contains("trace not found")) {
                return List.of();
            }
            throw e;
        }
    }

    private static List<FoundSpan> spans(JsonObject trace) {
        Map<String, String> services = new HashMap<>();
        JsonText.object(trace, "processes").forEach((id, process) -> services.put(id,
                JsonText.text(process.asJsonObject(), "serviceName")));
        return JsonText.objects(trace, "spans").stream().map(span -> {
            Map<String, String> tags = new HashMap<>();
            JsonText.objects(span, "tags")
                    .forEach(tag -> tags.put(JsonText.text(tag, "key"), JsonText.text(tag, "value")));
            String parent = JsonText.objects(span, "references").stream()
                    .filter(reference -> JsonText.text(reference, "refType").equals("CHILD_OF"))
                    .map(reference -> JsonText.text(reference, "spanID")).findFirst().orElse("");
            return new FoundSpan(JsonText.text(span, "traceID"), JsonText.text(span, "spanID"), parent,
                    JsonText.text(span, "operationName"), services.getOrDefault(JsonText.text(span, "processID"), ""),
                    Instant.EPOCH.plus(Long.parseLong(JsonText.text(span, "startTime")), ChronoUnit.MICROS),
                    Duration.of(Long.parseLong(JsonText.text(span, "duration")), ChronoUnit.MICROS),
                    Map.copyOf(tags));
        }).toList();
    }
}
