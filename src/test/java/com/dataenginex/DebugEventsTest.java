package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service says at DEBUG, in the order in which it happens, with the request that it happens in. */
class DebugEventsTest {
    private static final Map<String, String> DEBUG = Map.of("LOG_LEVEL", "DEBUG");
    private static final String RATE = "/api/external-data?currency=EUR";

    @TempDir
    private Path folder;

    @Test
    void aMissTellsOfEachAttemptAndAHitOfItsAge() {
        try (FakeSource coinbase = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = TestApplication.start(folder, FakeRateSources.yaml(
                        Map.of(FakeRateSources.COINBASE, coinbase.url().replace("http://", "http://bob:pa55word@")),
                        "fresh-for: PT1M"), DEBUG)) {
            JsonNode attempt = within(app, RATE, "request_admitted", "rate_cache_miss", "upstream_attempt")
                    .getLast();
            JsonNode hit = within(app, RATE, "request_admitted", "rate_cache_hit").getLast();

            assertThat(attempt.path("provider").asText()).isEqualTo("coinbase");
            assertThat(attempt.path("url").asText()).isEqualTo(coinbase.url() + "/v2/prices/BTC-EUR/spot");
            assertThat(attempt.path("deadline_seconds").doubleValue()).isPositive();
            assertThat(attempt.path("outcome").asText()).isEqualTo("success");
            assertThat(attempt.path("status").intValue()).isEqualTo(200);
            assertThat(hit.path("currency").asText()).isEqualTo("EUR");
            assertThat(hit.path("age_seconds").doubleValue()).isPositive();
            assertThat(app.lines.toString()).doesNotContain("pa55word", "bob:");
        }
    }

    @Test
    void whoSharesAFetchJoinsIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("1");
        try (FakeSource upstream = new FakeSource(out -> {
            release.await();
            return good.write(out);
        });
                TestApplication app = app(upstream, "fresh-for: PT1M", "call-timeout: PT30S", "total-timeout: PT30S");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = callers.submit(() -> app.get(RATE));
            app.lines.await(1, line -> is(line, "rate_cache_miss"));
            Future<HttpResponse<String>> second = callers.submit(() -> app.get(RATE));
            app.lines.await(1, line -> is(line, "rate_cache_joined"));
            release.countDown();

            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(app.lines.of("rate_cache_joined").getFirst().path("request_id").asText())
                    .isEqualTo(id(second.get()));
        }
    }

    @Test
    void aFailureTellsOfItsReasonAndOfWhatStandsIn() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, "stale-for: PT1H")) {
            app.get(RATE);
            upstream.reply(FakeSource.answer(500, "{}"));

            List<JsonNode> lines = within(app, RATE, "request_admitted", "rate_cache_miss", "upstream_attempt",
                    "rate_cache_stale");

            assertThat(lines.get(2).path("outcome").asText()).isEqualTo("error_status");
            assertThat(lines.get(2).path("status").intValue()).isEqualTo(500);
            assertThat(lines.get(2).path("reason").asText()).isEqualTo("answered 500");
            assertThat(lines.getLast().path("age_seconds").doubleValue()).isPositive();
        }
    }

    @Test
    void aBreakerTellsOfItsStates() {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(500, "{}"));
                TestApplication app = app(upstream, "breaker-failures: 1", "breaker-delay: PT0.2S")) {
            app.get(RATE);
            app.get(RATE);
            upstream.reply(FakeRateSources.COINBASE.good("1"));
            Awaitility.await().until(() -> app.get(RATE).statusCode() == 200);

            app.lines.await(1, line -> is(line, "upstream_circuit_closed"));
            assertThat(app.lines.of("upstream_circuit_opened")).hasSize(1);
            assertThat(app.lines.of("upstream_not_asked")).isNotEmpty()
                    .allSatisfy(line -> assertThat(line.path("outcome").asText()).isEqualTo("circuit_open"));
            assertThat(app.lines.of("upstream_circuit_half_open")).hasSize(1);
        }
    }

    @Test
    void admissionTellsItsFigures() {
        CountDownLatch release = new CountDownLatch(1);
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                TestApplication app = TestApplication.start(folder, "server: {max-concurrent-requests: 1}", DEBUG,
                        Endpoint.get("/hold", Handlers.hold(release)))) {
            CompletableFuture<HttpResponse<String>> held = client.sendAsync(app.request("/hold").build(),
                    HttpResponse.BodyHandlers.ofString());
            Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_in_flight") == 1);

            JsonNode refused = within(app, "/", "request_refused").getFirst();
            release.countDown();
            JsonNode admitted = app.lines.ofRequest(id(held.join())).stream()
                    .filter(line -> is(line, "request_admitted")).findFirst().orElseThrow();

            assertThat(refused.path("limited").asText()).isEqualTo("requests");
            assertThat(refused.path("limit").intValue()).isEqualTo(1);
            assertThat(admitted.path("in_use").intValue()).isEqualTo(1);
            assertThat(admitted.path("limit").intValue()).isEqualTo(1);
        }
    }

    @Test
    void aStreamTellsOfItsBeginningItsResumptionAndItsEnd() {
        try (TestApplication app = TestApplication.start(DEBUG)) {
            List<JsonNode> begun = within(app, "/api/insights?count=2&interval=0.05", "request_admitted",
                    "stream_begun", "stream_ended");
            HttpResponse<String> resumed = app.send(app.request("/api/insights?count=2&interval=0.05")
                    .header("Last-Event-ID", "0000000000000001-1").build());
            app.lines.awaitEnd(id(resumed));
            List<JsonNode> again = app.lines.ofRequest(id(resumed));

            assertThat(begun.get(1).path("open").intValue()).isEqualTo(1);
            assertThat(begun.get(1).path("first").intValue()).isEqualTo(1);
            assertThat(begun.getLast().path("stream_events").intValue()).isEqualTo(2);
            assertThat(begun.getLast().path("outcome").asText()).isEqualTo("completed");
            assertThat(again).filteredOn(line -> is(line, "stream_resumed"))
                    .singleElement().satisfies(line -> assertThat(line.path("first").intValue()).isEqualTo(2));
        }
    }

    @Test
    void aProbeTellsWhatItSawAndACheckWhatItFound() {
        Map<String, String> variables = Map.of("LOG_LEVEL", "DEBUG", "DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT", "1");
        try (TestApplication app = TestApplication.start(variables)) {
            JsonNode probe = within(app, "/ready", "probe_answered").getFirst();
            JsonNode check = app.lines.of("dependency_checked").getFirst();

            assertThat(probe.path("probe").asText()).isEqualTo("/ready");
            assertThat(probe.path("passes").booleanValue()).isFalse();
            assertThat(probe.path("check_database").asText()).startsWith("unhealthy: ");
            assertThat(probe.path("check_lifecycle").asText()).isEqualTo("healthy: started");
            assertThat(check.path("dependency").asText()).isEqualTo("database");
            assertThat(check.path("works").booleanValue()).isFalse();
        }
    }

    @Test
    void nothingOfItIsSaidAtInfo() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = TestApplication.start(folder,
                        FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url())), Map.of())) {
            app.get("/ready");
            app.lines.awaitEnd(id(app.get("/api/insights?count=1")));
            app.lines.awaitEnd(id(app.get(RATE)));

            assertThat(app.lines.all()).noneMatch(line -> line.path("level").asText().equals("DEBUG"));
        }
    }

    /** The DEBUG lines of ours that a request makes besides those of its begin and end; they must be these events. */
    private static List<JsonNode> within(TestApplication app, String path, String... events) {
        String id = id(app.get(path));
        app.lines.awaitEnd(id);
        List<JsonNode> lines = app.lines.ofRequest(id).stream()
                .filter(line -> line.path("level").asText().equals("DEBUG")
                        && line.path("logger").asText().startsWith("com.dataenginex.")
                        && !line.path("logger").asText().endsWith("RequestLoggingFilter"))
                .toList();
        assertThat(lines).extracting(line -> line.path("event").asText()).containsExactly(events);
        return lines;
    }

    private static boolean is(JsonNode line, String event) {
        return line.path("event").asText().equals(event);
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-ID").orElseThrow();
    }

    private TestApplication app(FakeSource upstream, String... more) {
        return TestApplication.start(folder,
                FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url()), more), DEBUG);
    }
}
