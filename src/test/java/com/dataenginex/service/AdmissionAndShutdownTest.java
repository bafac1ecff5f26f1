package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.limits.OpenStream;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("observability")
class AdmissionAndShutdownTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path folder;

    @Test
    void aboveTheLimitTheAnswerIs503AtOnceAndProbesGoOn() throws IOException {
        try (TestApplication app = app("server: {max-concurrent-requests: 3}")) {
            List<CompletableFuture<HttpResponse<String>>> held = hold(app, 3);

            HttpResponse<String> rejected = app.get("/");

            assertThat(rejected.statusCode()).isEqualTo(503);
            assertThat(rejected.headers().firstValue("Retry-After")).contains("1");
            assertThat(rejected.body()).contains("\"type\":\"urn:dataenginex:problem:service-unavailable\"");
            assertThat(app.get("/ready").statusCode()).isEqualTo(200);
            assertThat(app.get("/health").statusCode()).isEqualTo(200);
            assertThat(app.get("/startup").statusCode()).isEqualTo(200);
            Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_total", "status=\"503\"") == 1);
            assertThat(app.lines.awaitEnd(rejected.headers().firstValue("X-Request-ID").orElseThrow())
                    .path("status_code").intValue())
                    .isEqualTo(503);

            release.countDown();
            assertThat(held).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
            Awaitility.await().until(() -> app.get("/").statusCode() == 200);
        }
    }

    @Test
    void aStreamThatHasBegunTakesNoPlace() throws IOException {
        try (TestApplication app = app("server: {max-concurrent-requests: 1}")) {
            CompletableFuture<HttpResponse<String>> stream = client.sendAsync(app.request("/stream").build(),
                    HttpResponse.BodyHandlers.ofString());

            Awaitility.await().until(
                    () -> Scrape.of(app).sum("http_requests_total", "endpoint=\"/stream\"", "status=\"200\"") == 1);

            assertThat(app.get("/").statusCode()).isEqualTo(200);
            release.countDown();
            assertThat(stream.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whileDrainingReadyIsDownAndRequestsAreServed() throws IOException {
        TestApplication app = app("shutdown: {drain-delay: PT1.5S}");
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(app::stop);
        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> app.get("/ready").statusCode() == 503);

        assertThat(app.get("/ready").body()).contains("draining");
        assertThat(Scrape.of(app).sum("dataenginex_ready")).isZero();
        assertThat(app.get("/health").statusCode()).isEqualTo(200);
        HttpResponse<String> served = app.get("/");
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.headers().firstValue("Connection")).contains("close");

        assertThat(stopped.join()).isTrue();
        JsonNode ledger = app.lines.of("service_stopped").getFirst();
        assertThat(ledger.path("clean").booleanValue()).isTrue();
        assertThat(ledger.path("requests_served").longValue()).isGreaterThan(2);
        assertThat(ledger.path("drain_seconds").doubleValue()).isGreaterThan(1.4);
        assertThat(ledger.has("requests_seconds") && ledger.has("checks_seconds") && ledger.has("spans_seconds"))
                .isTrue();
        assertThat(app.lines.all().getLast()).isEqualTo(ledger);
    }

    @Test
    void aRunningRequestFinishesBeforeTheServerStops() throws IOException {
        TestApplication app = app("shutdown: {request-deadline: PT20S}");
        List<CompletableFuture<HttpResponse<String>>> held = hold(app, 5);

        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(app::stop);
        app.lines.await(1, line -> line.path("event").asText().equals("draining"));
        release.countDown();

        assertThat(stopped.join()).isTrue();
        assertThat(held).allSatisfy(one -> assertThat(one.join().body()).isEqualTo("held"));
        assertThat(app.lines.of("service_stopped").getFirst().path("requests_served").longValue()).isEqualTo(5);
    }

    @Test
    void aRequestThatTakesTooLongIsCutOffAndTheLedgerSaysSo() throws IOException {
        TestApplication app = app("shutdown: {request-deadline: PT0.2S}");
        hold(app, 1);

        boolean clean = app.stop();

        assertThat(clean).isFalse();
        JsonNode ledger = app.lines.of("service_stopped").getFirst();
        assertThat(ledger.path("clean").booleanValue()).isFalse();
        assertThat(ledger.path("requests_cut_off").longValue()).isEqualTo(1);
    }

    /** One after the other they would take twice as long. */
    @Test
    void twoListenersHaveOneDeadline() throws IOException {
        Path file = Files.writeString(folder.resolve("two.yaml"), "shutdown: {request-deadline: PT3S}");
        String unfinished = "POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n12";
        try (TestApplication app = TestApplication.start(Map.of("DEX_CONFIG", file.toString(), "ADMIN_PORT", "0"));
                Socket api = new RawClient(app.port()).open();
                Socket admin = new RawClient(app.adminPort()).open()) {
            api.getOutputStream().write(unfinished.formatted("/").getBytes(StandardCharsets.US_ASCII));
            admin.getOutputStream().write(unfinished.formatted("/ready").getBytes(StandardCharsets.US_ASCII));
            Awaitility.await().until(() -> app.lines.of("request_started").size() >= 2
                    || app.lines.of("request_completed").size() >= 2);

            app.stop();

            assertThat(app.lines.of("service_stopped").getFirst().path("requests_seconds").doubleValue())
                    .isBetween(2.9, 5.0);
            assertThat(app.lines.of("stop_step_late")).isEmpty();
        }
    }

    @Test
    void streamsHaveALimitOfTheirOwnAndEndWhenTheServiceStops() throws IOException {
        TestApplication app = app("server: {max-streams: 1}\nshutdown: {request-deadline: PT20S}");
        CompletableFuture<HttpResponse<String>> stream = client.sendAsync(app.request("/limited").build(),
                HttpResponse.BodyHandlers.ofString());
        Awaitility.await()
                .until(() -> Scrape.of(app).sum("http_requests_total", "endpoint=\"/limited\"", "status=\"200\"") == 1);

        HttpResponse<String> refused = app.get("/limited");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("5");
        assertThat(Scrape.of(app).sum("http_requests_rejected_total", "reason=\"streams\"")).isEqualTo(1);
        assertThat(Scrape.of(app).sum("sse_streams_limit")).isEqualTo(1);
        app.streams().endAll();
        assertThat(app.get("/limited").body()).contains("The service is stopping.");
        assertThat(Scrape.of(app).sum("http_requests_rejected_total", "reason=\"stopping\"")).isEqualTo(1);
        assertThat(Scrape.of(app).sum("http_requests_rejected_total", "reason=\"streams\"")).isEqualTo(1);

        assertThat(app.stop()).isTrue();
        assertThat(stream.join().body()).endsWith("bye");
        assertThat(app.lines.of("service_stopped").getFirst().path("streams_closed").longValue()).isEqualTo(1);
    }

    private List<CompletableFuture<HttpResponse<String>>> hold(TestApplication app, int count) {
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(client.sendAsync(app.request("/hold").build(), HttpResponse.BodyHandlers.ofString()));
        }
        Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_in_flight") == count);
        return held;
    }

    private TestApplication app(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), yaml);
        TestApplication[] app = new TestApplication[1];
        Handler limited = (req, res) -> {
            OpenStream stream = app[0].streams().open(Exchange.current());
            OutputStream out = res.outputStream();
            out.write(new byte[10_000]);
            out.flush();
            Exchange.current().streaming(200);
            stream.awaitUntil(System.nanoTime() + Duration.ofSeconds(30).toNanos());
            out.write("bye".getBytes(StandardCharsets.US_ASCII));
            out.close();
        };
        app[0] = TestApplication.start(Map.of("DEX_CONFIG", file.toString()),
                Endpoint.get("/hold", Handlers.hold(release)), Endpoint.get("/stream", Handlers.stream(release)),
                Endpoint.get("/limited", limited).stream());
        return app[0];
    }
}
