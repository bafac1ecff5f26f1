package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.JaegerServer;
import com.dataenginex.support.JsonApi;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.TracedApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Jaeger takes our spans and shows them through its query API. */
@Tag("observability")
class JaegerIT {
    private static final String[] PATHS = {"/", "/api/items/7", "/boom", "/upstream", "/stream", "/nope", "/refused",
        "/", "/", "/"};
    private static final int REQUESTS = 1_000;

    @TempDir
    private Path folder;

    @Test
    void showsTheServiceItsTracesAndItsErrors() {
        try (JaegerServer jaeger = new JaegerServer(folder);
                TestApplication app = TracedApplication
                        .start(Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + jaeger.grpc()))) {
            JsonApi api = new JsonApi(jaeger.query(), "/api/");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> api.get("services").has("data"));
            for (int i = 0; i < REQUESTS; i++) {
                // Each is sent once: java.net.http.HttpClient repeats a GET when a kept connection fails it.
                assertThat(app.raw().exchange("GET " + PATHS[i % PATHS.length]
                        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 ");
            }

            awaitData(api, "services", data -> data.toString().contains("\"dataenginex\""));
            JsonNode traces = awaitData(api, "traces?service=dataenginex&limit=5000&lookback=1h",
                    data -> data.size() == REQUESTS);
            List<JsonNode> spans = new ArrayList<>();
            traces.forEach(trace -> trace.path("spans").forEach(spans::add));
            Map<String, Long> servers = spans.stream().filter(span -> "server".equals(tag(span, "span.kind")))
                    .collect(Collectors.groupingBy(span -> span.path("operationName").asText(), Collectors.counting()));
            assertThat(servers).isEqualTo(
                    Map.of("GET /", 400L, "GET /api/items/{id}", 100L, "GET /boom", 100L, "GET /upstream", 100L,
                            "GET /stream", 100L, "GET", 100L, "GET /refused", 100L, "GET /echo", 100L));
            assertThat(spans).filteredOn(span -> span.path("operationName").asText().equals("GET /boom"))
                    .allSatisfy(span -> {
                        assertThat(tag(span, "error")).isEqualTo("true");
                        assertThat(tag(span, "http.response.status_code")).isEqualTo("500");
                        assertThat(span.path("logs").toString()).contains("IllegalStateException");
                    });
            assertThat(spans).filteredOn(span -> span.path("operationName").asText().equals("GET /")).hasSize(400)
                    .allSatisfy(span -> assertThat(tag(span, "error")).isNull());
            parentsAreInTheSameTrace(spans);
        }
    }

    private static void parentsAreInTheSameTrace(List<JsonNode> spans) {
        Map<String, String> operations = new HashMap<>();
        spans.forEach(span -> operations.put(span.path("traceID").asText() + span.path("spanID").asText(),
                span.path("operationName").asText() + " " + tag(span, "span.kind")));
        assertThat(spans).filteredOn(span -> "client".equals(tag(span, "span.kind"))).hasSize(200).allSatisfy(span -> {
            JsonNode parent = span.path("references").get(0);
            assertThat(operations.get(parent.path("traceID").asText() + parent.path("spanID").asText()))
                    .isIn("GET /upstream server", "GET /refused server");
        });
        assertThat(spans).filteredOn(span -> span.path("operationName").asText().equals("GET /echo"))
                .allSatisfy(span -> {
                    JsonNode parent = span.path("references").get(0);
                    assertThat(operations.get(parent.path("traceID").asText() + parent.path("spanID").asText()))
                            .isEqualTo("GET client");
                });
    }

    private JsonNode awaitData(JsonApi api, String call, Predicate<JsonNode> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(300))
                .until(() -> api.get(call).path("data"), wanted);
    }

    private static String tag(JsonNode span, String key) {
        for (JsonNode tag : span.path("tags")) {
            if (tag.path("key").asText().equals(key)) {
                return tag.path("value").asText();
            }
        }
        return null;
    }
}
