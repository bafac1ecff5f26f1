package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Severity;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an endpoint says of its requests, and what comes of it. */
class EndpointTest {
    private static OtlpReceiver receiver;
    private static final CountDownLatch left = new CountDownLatch(1);
    private static TestApplication app;

    @BeforeAll
    static void start() {
        receiver = OtlpReceiver.grpc();
        app = TestApplication.start(
                Map.of("OTLP_ENDPOINT", receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50", "LOG_LEVEL", "INFO"),
                Endpoint.get("/status/{code}", (req, res) -> {
                    throw new HttpException("not shown", Status.create(Integer.parseInt(
                            Exchange.current().pathValues().getFirst())));
                }), Endpoint.get("/quiet", (req, res) -> res.send("quiet")).untraced().uncounted()
                        .loggedAt(Severity.DEBUG),
                Endpoint.get("/late", (req, res) -> {
                    left.await();
                    throw new IllegalStateException("failed for nobody");
                }), Endpoint.get("/plain", (req, res) -> res.send("plain")));
    }

    @AfterAll
    static void stop() {
        app.close();
        receiver.close();
    }

    @ParameterizedTest
    @CsvSource({"401,urn:dataenginex:problem:unauthorized,Unauthorized",
        "403,urn:dataenginex:problem:forbidden,Forbidden",
        "404,urn:dataenginex:problem:not-found,Not found", "409,about:blank,Conflict", "410,about:blank,Gone",
        "422,about:blank,Unprocessable", "429,about:blank,Too Many Requests", "451,about:blank,Status 451",
        "500,urn:dataenginex:problem:internal,Internal server error", "507,about:blank,Insufficient Storage"})
    void aProblemKeepsTheStatusThatItWasThrownWith(int status, String type, String title) {
        HttpResponse<String> response = app.get("/status/" + status);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body())
                .contains("\"type\":\"" + type + "\"", "\"title\":\"" + title, "\"status\":" + status)
                .doesNotContain("not shown");
    }

    @Test
    void onlyA500CountsAsAnException() {
        app.get("/status/507");
        app.get("/status/429");
        app.get("/status/500");

        // The last one is counted after the others.
        Awaitility.await()
                .until(() -> Scrape.of(app).sum("http_exceptions_total", "exception_type=\"HttpException\"") > 0);
        Scrape scrape = Scrape.of(app);
        assertThat(scrape.sum("http_exceptions_total", "exception_type=\"HttpException\""))
                .isEqualTo(scrape.sum("http_requests_total", "endpoint=\"/status/{code}\"", "status=\"500\""));
    }

    @Test
    void mayBeInNoMetricNoSpanAndInLinesOfItsOwnSeverity() {
        HttpResponse<String> quiet = app.get("/quiet");
        HttpResponse<String> plain = app.get("/plain");

        app.lines.awaitEnd(plain.headers().firstValue("X-Request-ID").orElseThrow());
        receiver.await(1, span -> span.getName().equals("GET /plain"));
        assertThat(app.lines.ofRequest(quiet.headers().firstValue("X-Request-ID").orElseThrow())).isEmpty();
        assertThat(quiet.headers().firstValue("X-Trace-ID")).isEmpty();
        assertThat(receiver.spans()).noneMatch(span -> span.getName().contains("quiet"));
        assertThat(Scrape.of(app).text()).contains("endpoint=\"/plain\"").doesNotContain("endpoint=\"/quiet\"");
    }

    /** Outcome and failure are two facts: slow handlers that fail are those whose clients leave. */
    @Test
    void aFailureWhoseClientHasLeftIsInAllThreeSignals() {
        app.raw().abandon("GET /late HTTP/1.1\r\nHost: a\r\nX-Request-ID: late-1\r\n\r\n");
        app.lines.await(1, line -> line.path("request_id").asText().equals("late-1"));
        left.countDown();

        JsonNode line = app.lines.awaitEnd("late-1");
        assertThat(line.path("event").asText()).isEqualTo("request_failed");
        assertThat(line.path("outcome").asText()).isIn("client_disconnect", "failed");
        assertThat(line.path("exception").asText()).contains("failed for nobody");
        assertThat(Scrape.of(app).sum("http_exceptions_total", "exception_type=\"IllegalStateException\""))
                .isEqualTo(1);
        assertThat(receiver.await(1, span -> span.getName().equals("GET /late")).getFirst().getEventsCount())
                .isEqualTo(1);
    }

    /** No second meaning of a probe's or the scrape's path, whoever stands in front. */
    @ParameterizedTest
    @ValueSource(strings = {"/health/", "/health/ready", "/health/live", "/health/started", "/health/check/process",
        "/ready/live", "/metrics/", "/metrics/application", "/Health"})
    void belowAndBesideAProbeThereIsNothing(String path) {
        assertThat(app.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//health", "/./metrics", "/api/../metrics", "/api/..;/metrics", "/api/%2e%2e/metrics"})
    void aTargetWithTwoMeaningsIsRefused(String target) {
        assertThat(app.raw().exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ").contains("not in its canonical form");
    }

    @ParameterizedTest
    @CsvSource({"GET http://a/plain HTTP/1.1,200", "GET a:. HTTP/1.1,400", "CONNECT example.com:443 HTTP/1.1,400",
        "OPTIONS * HTTP/1.1,204", "GET * HTTP/1.1,400"})
    void otherFormsOfATargetHaveTheirAnswerAndNoServerError(String line, int status) {
        assertThat(app.raw().exchange(line + "\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }
}
