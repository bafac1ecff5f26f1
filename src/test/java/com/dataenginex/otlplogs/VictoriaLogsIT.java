package com.dataenginex.otlplogs;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.VictoriaLogsServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real VictoriaLogs takes our records and finds each line again. */
@Tag("observability")
class VictoriaLogsIT {
    private static final int REQUESTS = 1_000;

    @TempDir
    private Path folder;

    @Test
    void findsTheLinesOfALoadByRequestAndByTraceAsManyAsStdoutHad() {
        try (VictoriaLogsServer server = new VictoriaLogsServer(folder)) {
            Awaitility.await().until(() -> answers(server, "*"));
            TestApplication app = TestApplication.start(Map.of("DEX_LOGGING_OTLP_ENDPOINT",
                    "http://127.0.0.1:" + server.port() + "/insert/opentelemetry",
                    "OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"));
            for (int i = 0; i < REQUESTS; i++) {
                app.send(app.request(i % 10 == 0 ? "/nope" : "/").header("X-Request-ID", "load-" + i).build());
            }
            assertThat(app.stop()).isTrue();
            app.close();

            List<JsonNode> stdout = app.lines.all();
            assertThat(stdout).hasSizeGreaterThanOrEqualTo(2 * REQUESTS);
            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(
                    () -> assertThat(found(server, "* | stats count() lines").getFirst().path("lines").asInt())
                            .isEqualTo(stdout.size()));
            // Not one is missing or there twice.
            Map<String, Long> byRequest = found(server, "request_id:* | stats by (request_id) count() lines").stream()
                    .collect(Collectors.toMap(row -> row.path("request_id").asText(),
                            row -> row.path("lines").asLong()));
            assertThat(byRequest).isEqualTo(stdout.stream().filter(line -> line.has("request_id"))
                    .collect(Collectors.groupingBy(line -> line.path("request_id").asText(), Collectors.counting())));
            JsonNode wanted = stdout.stream().filter(line -> line.path("request_id").asText().equals("load-990")
                    && line.path("event").asText().equals("request_completed")).findFirst().orElseThrow();
            for (String query : List.of("request_id:=\"load-990\"",
                    "trace_id:=\"" + wanted.path("trace_id").asText() + "\"")) {
                // What has just been counted it has found nothing of, once.
                Awaitility.await().untilAsserted(() -> assertThat(found(server, query)).hasSize(2).anySatisfy(line -> {
                    assertThat(line.path("_msg").asText()).isEqualTo("request_completed");
                    assertThat(line.path("status_code").asText()).isEqualTo("404");
                    assertThat(line.path("problem_detail").asText()).isEqualTo(wanted.path("problem_detail").asText());
                    assertThat(line.path("span_id").asText()).isEqualTo(wanted.path("span_id").asText());
                    assertThat(line.path("duration_seconds").asDouble())
                            .isEqualTo(wanted.path("duration_seconds").asDouble());
                    assertThat(line.path("service.name").asText()).isEqualTo("dataenginex");
                    assertThat(line.path("severity_text").asText()).isEqualTo("INFO");
                }));
            }
        }
    }

    private static boolean answers(VictoriaLogsServer server, String query) {
        try {
            found(server, query);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static List<JsonNode> found(VictoriaLogsServer server, String query) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            String body = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()
                    + "/select/logsql/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            return body.lines().map(Lines::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
