package com.dataenginex.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionFilterTest {
    @TempDir
    private Path folder;

    @Test
    void aRefusedRequestHasItsTemplateAndItsTraceIdEverywhere() {
        CountDownLatch release = new CountDownLatch(1);
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                TestApplication app = TestApplication.start(folder, "server: {max-concurrent-requests: 1}",
                        Map.of("OTLP_ENDPOINT", receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50"),
                        Endpoint.get("/hold", Handlers.hold(release)),
                        Endpoint.get("/api/items/{id}", (req, res) -> res.send("item")))) {
            CompletableFuture<HttpResponse<String>> held = client.sendAsync(app.request("/hold").build(),
                    HttpResponse.BodyHandlers.ofString());
            Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_in_flight") == 1);

            HttpResponse<String> refused = app.get("/api/items/7");

            JsonNode problem = Lines.parse(refused.body());
            JsonNode line = app.lines.awaitEnd(problem.path("request_id").asText());
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(problem.path("trace_id").asText()).hasSize(32).isEqualTo(line.path("trace_id").asText())
                    .isEqualTo(refused.headers().firstValue("X-Trace-ID").orElseThrow());
            assertThat(line.path("route").asText()).isEqualTo("/api/items/{id}");
            assertThat(Scrape.of(app).sum("http_requests_total", "endpoint=\"/api/items/{id}\"", "status=\"503\""))
                    .isEqualTo(1);
            assertThat(receiver.await(1, span -> span.getName().equals("GET /api/items/{id}"))).hasSize(1);
            assertThat(line.path("level").asText()).isEqualTo("WARNING");
            assertThat(line.path("problem_type").asText()).isEqualTo("service-unavailable");
            assertThat(line.path("problem_detail").asText()).isEqualTo(problem.path("detail").asText());
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("http_requests_rejected_total", "reason=\"requests\"")).isEqualTo(1);
            assertThat(scrape.sum("http_requests_in_flight_limit")).isEqualTo(1);
            assertThat(scrape.sum("http_request_duration_seconds_count", "endpoint=\"/api/items/{id}\"")).isZero();
            release.countDown();
            assertThat(held.join().body()).isEqualTo("held");
        }
    }
}
