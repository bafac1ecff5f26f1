package com.dataenginex.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A stdout whose log lines can be asked for; every one must be a JSON object of its own, without a repeated key. */
public final class Lines extends ByteArrayOutputStream {
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<JsonNode> parsed = new ArrayList<>();
    private int read;

    private synchronized String unread() {
        return new String(buf, read, count - read, StandardCharsets.UTF_8);
    }

    public List<JsonNode> all() {
        synchronized (parsed) {
            String text = unread();
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().map(Lines::parse).forEach(parsed::add);
            read += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
            return List.copyOf(parsed);
        }
    }

    /** Those of one event, or of one library message. */
    public List<JsonNode> of(String event) {
        return all().stream().filter(line -> line.path("event").asText().equals(event)).toList();
    }

    public List<JsonNode> ofRequest(String requestId) {
        return all().stream().filter(line -> line.path("request_id").asText().equals(requestId)).toList();
    }

    /** Waits for {@code count} lines that match. */
    public List<JsonNode> await(int count, Predicate<JsonNode> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> all().stream().filter(wanted).toList(),
                lines -> lines.size() >= count);
    }

    /** Waits for the line that ends a request. */
    public JsonNode awaitEnd(String requestId) {
        return await(1, line -> line.path("request_id").asText().equals(requestId) && line.has("status_code"))
                .getFirst();
    }

    public static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
