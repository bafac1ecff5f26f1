package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.RequestTotals;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsightsTest {
    @TempDir
    private Path folder;

    @Test
    void streamsEventsWithMetricsTakingTurns() {
        try (TestApplication app = TestApplication.start();
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=4&interval=0.05")) {
            List<EventReader.Event> events = reader.awaitEnd();

            assertThat(reader.status()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(reader.head()).contains("Content-Type: text/event-stream", "Cache-Control: no-store",
                    "X-Accel-Buffering: no");
            assertThat(reader.isWhole()).isTrue();
            assertThat(events).hasSize(4);
            List<String> metrics = new ArrayList<>();
            for (EventReader.Event event : events) {
                assertThat(event.fields().get("event")).isEqualTo("insight");
                JsonNode data = Lines.parse(event.data());
                assertThat(data.fieldNames()).toIterable().containsExactly("metric", "value", "description",
                        "timestamp",
                        "source");
                metrics.add(data.path("metric").asText());
                assertThat(data.path("source").asText()).isEqualTo("synthetic");
                assertThat(data.path("value").isNumber()).isTrue();
                assertThat(Duration.between(Instant.parse(data.path("timestamp").asText()), Instant.now()))
                        .isLessThan(Duration.ofMinutes(1));
            }
            assertThat(metrics).containsExactly("request_rate", "error_rate", "in_flight", "request_rate");
            assertThat(events.stream().map(e -> e.fields().get("retry")).toList()).containsExactly("2000", null, null,
                    null);
            String seed = events.getFirst().id().substring(0, 16);
            assertThat(EventReader.ids(events)).containsExactly(seed + "-1", seed + "-2", seed + "-3", seed + "-4");
        }
    }

    @Test
    void theDefaultsAreFiveEventsThreeQuartersOfASecondApart() {
        assertThat(AppConfig.load(Map.of()).insights().defaultInterval()).isEqualTo(Duration.ofMillis(750));
        try (TestApplication app = TestApplication.start(folder, "insights: {default-interval: PT0.1S}", Map.of());
                EventReader reader = EventReader.open(app.port(), "/api/insights")) {
            List<EventReader.Event> events = reader.awaitEnd();

            assertThat(events).hasSize(5);
            // Three seconds apart if the configured interval were not the one.
            assertThat(Duration.ofNanos(events.getLast().nanos() - events.getFirst().nanos()))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(2_900));
        }
    }

    /** Making an event takes 80 ms here: added to the interval of 100 ms, that would be 3.4 s for 19 of them. */
    @Test
    void twentyEventsDoNotDrift() {
        InsightsHandler[] slow = new InsightsHandler[1];
        try (TestApplication started = TestApplication.start(Map.of(),
                Endpoint.get("/slow", (req, res) -> slow[0].handle(req, res)).stream())) {
            slow[0] = new InsightsHandler(AppConfig.load(Map.of()).insights(), started.streams(),
                    new LiveFigures(new RequestTotals()),
                    InsightsTest::slowly);
            try (EventReader reader = EventReader.open(started.port(), "/slow?count=20&interval=0.1")) {
                List<EventReader.Event> events = reader.awaitEnd();

                assertThat(events).hasSize(20);
                assertThat(Duration.ofNanos(events.getLast().nanos() - events.getFirst().nanos()))
                        .isBetween(Duration.ofMillis(1_500), Duration.ofMillis(3_000));
            }
        }
    }

    /** What begins no stream. */
    @Nested
    class Refused {
        private static TestApplication app;

        @BeforeAll
        static void start() {
            app = TestApplication.start();
        }

        @AfterAll
        static void stop() {
            app.close();
        }

        @ParameterizedTest
        @CsvSource({"count=0,count", "count=21,count", "count=-1,count", "count=5.0,count", "count=,count",
            "count=1&count=2,count", "interval=0,interval", "interval=0.049,interval", "interval=10.1,interval",
            "interval=NaN,interval", "interval=1d,interval", "interval=0x1p0,interval", "interval=1e0,interval",
            "interval=Infinity,interval", "source=other,source", "source=LIVE,source"})
        void anythingElseIsABadRequestBeforeTheStreamStarts(String query, String field) {
            HttpResponse<String> response = app.get("/api/insights?" + query);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            JsonNode errors = Lines.parse(response.body()).path("errors");
            assertThat(errors).hasSize(1);
            assertThat(errors.get(0).path("field").asText()).isEqualTo(field);
        }

        @Test
        void everyBadFieldIsNamed() {
            HttpResponse<String> response = app.send(app.request("/api/insights?count=x&interval=y&source=z")
                    .header("Last-Event-ID", "nonsense").build());

            assertThat(Lines.parse(response.body()).path("errors").findValuesAsText("field")).containsExactly("count",
                    "interval", "source", "Last-Event-ID");
            assertThat(response.body()).doesNotContain("nonsense");
        }

        @Test
        void aClientThatTakesNoEventStreamGets406() {
            HttpRequest request = app.request("/api/insights").header("Accept", "application/json").build();

            assertThat(app.send(request).statusCode()).isEqualTo(406);
        }
    }

    @Test
    void headShowsTheHeadersAndBeginsNothing() {
        try (TestApplication app = TestApplication.start()) {
            HttpResponse<String> head = app.send(
                    app.request("/api/insights").method("HEAD", HttpRequest.BodyPublishers.noBody()).build());

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(app.send(app.request("/api/insights?count=99")
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()).build()).statusCode()).isEqualTo(400);
            assertThat(Scrape.of(app).sum("sse_events_sent_total")).isZero();
        }
    }

    @Test
    void anyReplicaGoesOnWhereAStreamStopped() {
        List<EventReader.Event> whole;
        try (TestApplication app = TestApplication.start();
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=6&interval=0.05")) {
            whole = reader.awaitEnd();
        }
        try (TestApplication replica = TestApplication.start();
                EventReader reader = EventReader.open(replica.port(), "/api/insights?count=6&interval=0.05",
                        "Last-Event-ID: " + whole.get(1).id())) {
            List<EventReader.Event> rest = reader.awaitEnd();

            assertThat(EventReader.ids(rest)).isEqualTo(EventReader.ids(whole.subList(2, 6)));
            assertThat(rest.stream().map(InsightsTest::value).toList())
                    .isEqualTo(whole.subList(2, 6).stream().map(InsightsTest::value).toList());
        }
    }

    @Test
    void afterTheLastEventThereIsNoContent() {
        try (TestApplication app = TestApplication.start();
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=2&interval=0.05")) {
            String last = reader.awaitEnd().getLast().id();

            HttpResponse<String> again = app
                    .send(app.request("/api/insights?count=2&interval=0.05").header("Last-Event-ID", last).build());

            assertThat(again.statusCode()).isEqualTo(204);
        }
    }

    @Test
    void liveFiguresAreTheServicesOwn() {
        try (TestApplication app = TestApplication.start()) {
            for (int i = 0; i < 30; i++) {
                app.get("/");
            }
            Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_total", "status=\"200\"") >= 30);
            try (EventReader reader = EventReader.open(app.port(), "/api/insights?source=live&count=3&interval=0.05")) {
                List<EventReader.Event> events = reader.awaitEnd();

                assertThat(events).allSatisfy(
                        event -> assertThat(Lines.parse(event.data()).path("source").asText()).isEqualTo("live"));
                assertThat(value(events.get(0))).isPositive();
                assertThat(value(events.get(1))).isZero();
                assertThat(value(events.get(2))).isZero();
            }
        }
    }

    @Test
    void aLongSilenceIsFilledWithComments() {
        try (TestApplication app = TestApplication.start(folder, "insights: {heartbeat: PT0.1S}", Map.of());
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=2&interval=0.75")) {
            assertThat(reader.awaitEnd()).hasSize(2);
            assertThat(reader.all().stream().filter(event -> event.fields().containsKey("")).count()).isGreaterThan(5);
        }
    }

    @Test
    void aClientThatLeavesEndsItsStreamWithinAHeartbeatAndIsNoError() {
        try (TestApplication app = TestApplication.start(folder, "insights: {heartbeat: PT2S}", Map.of())) {
            EventReader reader = EventReader.open(app.port(), "/api/insights?count=20&interval=10");
            reader.awaitFirst();
            assertThat(Scrape.of(app).sum("sse_streams_active")).isEqualTo(1);

            long left = System.nanoTime();
            reader.close();

            JsonNode end = app.lines.await(1, line -> line.path("route").asText().equals("/api/insights")).getFirst();
            // Two seconds, and as long for a busy machine: a second heartbeat would be at four.
            assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofSeconds(4));
            assertThat(end.path("event").asText()).isEqualTo("request_completed");
            assertThat(end.path("outcome").asText()).isEqualTo("client_disconnect");
            assertThat(end.path("status_code").intValue()).isEqualTo(200);
            assertThat(end.path("stream_events").longValue()).isEqualTo(1);
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("sse_streams_active")).isZero();
            assertThat(scrape.sum("sse_streams_closed_total", "outcome=\"client_disconnect\"")).isEqualTo(1);
            assertThat(scrape.sum("http_exceptions_total")).isZero();
        }
    }

    @Test
    void streamsEndPolitelyWhenTheServiceStops() {
        TestApplication app = TestApplication.start(folder, "shutdown: {drain-delay: PT0S, request-deadline: PT20S}",
                Map.of());
        try (EventReader reader = EventReader.open(app.port(), "/api/insights?count=20&interval=10")) {
            reader.awaitFirst();

            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(app::stop);

            List<EventReader.Event> events = reader.awaitEnd();
            assertThat(stopped.join()).isTrue();
            assertThat(reader.isWhole()).isTrue();
            assertThat(events).hasSize(2);
            EventReader.Event farewell = events.getLast();
            assertThat(farewell.fields().get("event")).isEqualTo("goodbye");
            assertThat(farewell.data()).isEqualTo("{\"reason\":\"shutdown\"}");
            assertThat(Integer.parseInt(farewell.fields().get("retry"))).isBetween(1_000, 3_000);
            assertThat(farewell.id()).isNull();
            JsonNode ledger = app.lines.of("service_stopped").getFirst();
            assertThat(ledger.path("streams_closed").longValue()).isEqualTo(1);
            assertThat(app.lines.of("request_completed").getLast().path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void aStreamIsOneSpanOneLineAndOneRequest() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()));
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=3&interval=0.3",
                        "X-Request-ID: stream-1")) {
            reader.awaitEnd();

            Span span = receiver.await(1, s -> s.getName().equals("GET /api/insights")).getFirst();
            assertThat(OtlpReceiver.attributes(span)).containsEntry("stream.events", 3L)
                    .containsEntry("http.response.status_code", 200L);
            JsonNode line = app.lines.awaitEnd("stream-1");
            assertThat(line.path("stream_events").longValue()).isEqualTo(3);
            assertThat(line.path("duration_seconds").doubleValue()).isGreaterThan(0.59);
            assertThat(line.path("time_to_first_byte_seconds").doubleValue())
                    .isLessThan(line.path("duration_seconds").doubleValue());
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("http_requests_total", "endpoint=\"/api/insights\"")).isEqualTo(1);
            assertThat(scrape.sum("sse_events_sent_total")).isEqualTo(3);
            assertThat(scrape.sum("http_request_duration_seconds_sum", "endpoint=\"/api/insights\"")).isLessThan(0.59);
        }
    }

    private static Instant slowly() {
        LockSupport.parkNanos(Duration.ofMillis(80).toNanos());
        return Instant.now();
    }

    private static double value(EventReader.Event event) {
        return Lines.parse(event.data()).path("value").doubleValue();
    }
}
