package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import io.helidon.webserver.http.Handler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Tag("observability")
class MetricsTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private TestApplication app;

    @BeforeEach
    void start() {
        Handler boom = (req, res) -> {
            throw new IllegalStateException("boom");
        };
        Handler meant = (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
        };
        Handler busy = (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE));
        };
        app = TestApplication.start(Map.of(), Endpoint.get("/busy", busy),
                Endpoint.get("/boom", boom), Endpoint.get("/meant", meant),
                Endpoint.get("/hold", Handlers.hold(release)), Endpoint.get("/stream", Handlers.stream(release)),
                Endpoint.get("/endless", Handlers.endless()),
                Endpoint.get("/items/{id}", (req, res) -> res.send("item")));
    }

    @AfterEach
    void stop() {
        release.countDown();
        app.close();
    }

    @Test
    void servesTheFourMetricsWithExactlyTheirLabelsAndHelp() {
        app.get("/");
        app.get("/boom");

        Scrape scrape = awaitScrape(s -> s.sum("http_requests_total", "endpoint=\"/boom\"", "status=\"500\"") == 1);

        assertThat(scrape.text()).contains(
                "# HELP http_requests_total Total HTTP requests\n# TYPE http_requests_total counter\n",
                "# HELP http_request_duration_seconds HTTP request duration in seconds\n# TYPE http_request_duration_seconds histogram\n",
                "# HELP http_requests_in_flight Requests currently processing\n# TYPE http_requests_in_flight gauge\n",
                "# HELP http_exceptions_total Total exceptions\n# TYPE http_exceptions_total counter\n");
        assertThat(scrape.labels("http_requests_total")).containsExactly("endpoint", "method", "status");
        assertThat(scrape.labels("http_request_duration_seconds_bucket")).containsExactly("endpoint", "le", "method");
        assertThat(scrape.labels("http_requests_in_flight")).isEmpty();
        assertThat(scrape.labels("http_exceptions_total")).containsExactly("exception_type");
        assertThat(scrape.names()).filteredOn(name -> name.startsWith("http_")).containsExactly(
                "http_accept_failures_total",
                "http_connections_active", "http_connections_closed_total", "http_connections_limit",
                "http_exceptions_total",
                "http_metric_series_overflow_total", "http_request_duration_seconds_bucket",
                "http_request_duration_seconds_count", "http_request_duration_seconds_sum", "http_requests_in_flight",
                "http_requests_in_flight_limit",
                "http_requests_rejected_total",
                "http_requests_total");
        assertThat(scrape.samples("http_request_duration_seconds_bucket"))
                .filteredOn(line -> line.contains("endpoint=\"/\""))
                .extracting(line -> line.replaceAll(".*le=\"([^\"]+)\".*", "$1")).containsExactly("0.005", "0.01",
                        "0.025", "0.05",
                        "0.1", "0.25", "0.5", "0.75", "1.0", "1.5", "2.5", "5.0", "10.0", "+Inf");
    }

    /** A weight of zero refuses (RFC 9110, 12.4.2), with a problem document like any refusal. */
    @Test
    void aFormatThatIsRefusedByItsWeightIsNotSent() {
        for (String accept : List.of("text/plain;q=0", "*/*;q=0",
                "text/plain;q=0, application/openmetrics-text;q=0.0")) {
            HttpResponse<String> response = app.send(app.request("/metrics").header("Accept", accept).build());

            assertThat(response.statusCode()).as(accept).isEqualTo(406);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
        HttpResponse<String> other = app.send(app.request("/metrics")
                .header("Accept", "text/plain;q=0, application/openmetrics-text;version=1.0.0").build());
        assertThat(other.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/openmetrics-text");
        assertThat(app.send(app.request("/").header("Accept", "application/json;q=0").build()).statusCode())
                .isEqualTo(406);
        assertThat(app.send(app.request("/").header("Accept", "text/html, */*;q=0.1").build()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void errorSeriesStartAtZero() {
        Scrape scrape = Scrape.of(app);

        for (String endpoint : List.of("/", "/boom", "/items/{id}", "unmatched")) {
            assertThat(scrape.has("http_requests_total", "endpoint=\"" + endpoint + "\"", "status=\"500\"")).isTrue();
            assertThat(scrape.sum("http_requests_total", "endpoint=\"" + endpoint + "\"", "status=\"500\"")).isZero();
        }
    }

    @Test
    void countsEachKindOfRequestOnceWithItsTemplateAndStatus() {
        app.get("/items/1");
        app.get("/items/2");
        app.get("/meant");
        app.get("/boom");
        app.get("/nope/1?x=1");
        app.send(app.request("/").method("BREW", HttpRequest.BodyPublishers.noBody()).build());
        app.raw().exchange("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        app.raw().exchange("GET / HTTP/2.0\r\n\r\n");
        app.raw().exchange("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
        app.raw().abandon("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");

        Scrape scrape = awaitScrape(s -> s.sum("http_requests_total") == 10);
        assertThat(counted(scrape, "GET", "/items/{id}", 200)).isEqualTo(2);
        assertThat(counted(scrape, "GET", "/meant", 502)).isEqualTo(1);
        assertThat(counted(scrape, "GET", "/boom", 500)).isEqualTo(1);
        assertThat(counted(scrape, "GET", "unmatched", 404)).isEqualTo(1);
        assertThat(counted(scrape, "OTHER", "/", 405)).isEqualTo(1);
        assertThat(counted(scrape, "HEAD", "/", 200)).isEqualTo(1);
        assertThat(counted(scrape, "GET", "unmatched", 505)).isEqualTo(1);
        assertThat(counted(scrape, "GET", "unmatched", 413)).isEqualTo(1);
        assertThat(counted(scrape, "GET", "/endless", 499)).isEqualTo(1);
        assertThat(scrape.sum("http_request_duration_seconds_count")).isEqualTo(10);
        assertThat(scrape.sum("http_exceptions_total")).isEqualTo(1);
        assertThat(scrape.sum("http_exceptions_total", "exception_type=\"IllegalStateException\"")).isEqualTo(1);
        assertThat(scrape.sum("http_requests_in_flight")).isZero();
    }

    /** They are answered at once: among the times of those that were served they would pull every percentile down. */
    @Test
    void countsARefusedRequestAndDoesNotTimeIt() {
        for (int i = 0; i < 3; i++) {
            app.get("/busy");
        }
        app.get("/meant");

        Scrape scrape = awaitScrape(s -> s.sum("http_requests_total") == 4);
        assertThat(counted(scrape, "GET", "/busy", 503)).isEqualTo(3);
        assertThat(scrape.sum("http_request_duration_seconds_count", "endpoint=\"/busy\"")).isZero();
        assertThat(scrape.sum("http_request_duration_seconds_count", "endpoint=\"/meant\"")).isEqualTo(1);
    }

    @Test
    void doesNotCountScrapes() {
        Scrape.of(app);
        Scrape.of(app);

        assertThat(Scrape.of(app).has("http_requests_total", "endpoint=\"/metrics\"")).isFalse();
        assertThat(app.get("/metrics/vendor").statusCode()).isEqualTo(404);
    }

    @Test
    void inFlightReturnsToZeroUnderConcurrency() {
        HttpClient client = HttpClient.newHttpClient();
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            held.add(client.sendAsync(app.request("/hold").build(), HttpResponse.BodyHandlers.ofString()));
        }
        awaitScrape(s -> s.sum("http_requests_in_flight") == 50);

        release.countDown();
        held.forEach(CompletableFuture::join);
        String[] paths = {"/boom", "/meant", "/nope", "/items/1", "/"};
        List<CompletableFuture<HttpResponse<String>>> mixed = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            mixed.add(client.sendAsync(app.request(paths[i % paths.length]).build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        mixed.forEach(CompletableFuture::join);

        Scrape scrape = awaitScrape(s -> s.sum("http_requests_in_flight") == 0 && s.sum("http_requests_total") == 550);
        assertThat(scrape.sum("http_request_duration_seconds_count")).isEqualTo(550);
        assertThat(scrape.sum("http_exceptions_total")).isEqualTo(100);
    }

    @Test
    void aStreamLeavesTheGaugeAndTheHistogramWhenItBegins() {
        CompletableFuture<HttpResponse<String>> stream = HttpClient.newHttpClient().sendAsync(
                app.request("/stream").build(),
                HttpResponse.BodyHandlers.ofString());

        Scrape open = awaitScrape(
                s -> counted(s, "GET", "/stream", 200) == 1 && s.sum("sse_events_sent_total") == 2);
        assertThat(open.sum("http_requests_in_flight")).isZero();
        assertThat(open.sum("http_request_duration_seconds_count", "endpoint=\"/stream\"")).isEqualTo(1);
        assertThat(stream).isNotDone();
        assertThat(open.sum("sse_streams_active")).isEqualTo(1);

        release.countDown();
        String id = stream.join().headers().firstValue("X-Request-ID").orElseThrow();
        assertThat(app.lines.awaitEnd(id).has("time_to_first_byte_seconds")).isTrue();
        Scrape closed = Scrape.of(app);
        assertThat(counted(closed, "GET", "/stream", 200)).isEqualTo(1);
        assertThat(closed.sum("sse_streams_active")).isZero();
        assertThat(closed.sum("sse_streams_closed_total", "outcome=\"completed\"")).isEqualTo(1);
        assertThat(closed.sum("sse_streams_closed_total", "outcome=\"client_disconnect\"")).isZero();
        assertThat(closed.sum("sse_stream_duration_seconds_count")).isEqualTo(1);
    }

    @Test
    void negotiatesFormatAndCompression() throws Exception {
        HttpResponse<String> text = app.get("/metrics");
        HttpResponse<String> open = app.send(app.request("/metrics").header("Accept",
                "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1").build());
        HttpResponse<byte[]> zipped = HttpClient.newHttpClient().send(
                app.request("/metrics").header("Accept-Encoding", "deflate, gzip;q=0.8").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<String> refused = app.send(app.request("/metrics").header("Accept-Encoding", "gzip;q=0").build());

        assertThat(text.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(open.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(unzip(zipped.body())).contains("http_requests_total");
        assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(app.send(app.request("/metrics").header("Accept", "text/html").build()).statusCode()).isEqualTo(406);
        assertThat(app.send(app.request("/metrics").POST(HttpRequest.BodyPublishers.noBody()).build()).statusCode())
                .isEqualTo(405);
        assertThat(app.send(app.request("/metrics").HEAD().build()).statusCode()).isEqualTo(200);
    }

    @Test
    void showsTheJvmTheProcessTheBuildAndTheTelemetryItself() {
        Scrape scrape = awaitScrape(
                s -> s.names().stream().anyMatch(name -> name.startsWith("jvm_threads_virtual_pinned_seconds")));

        assertThat(scrape.names()).contains("jvm_memory_used_bytes", "jvm_memory_max_bytes", "jvm_threads_live_threads",
                "jvm_threads_states_threads", "jvm_classes_loaded_classes", "jvm_gc_memory_allocated_bytes_total",
                "process_cpu_usage", "process_cpu_time_ns_total", "process_start_time_seconds",
                "process_uptime_seconds",
                "process_files_open_files", "process_files_max_files", "log_events_dropped_total",
                "jvm_memory_usage_after_gc", "jvm_gc_overhead", "jvm_threads_virtual_submit_failed_total",
                "jvm_buffer_memory_used_bytes").doesNotContain("requests_count_total");
        assertThat(scrape.has("jvm_buffer_memory_used_bytes", "id=\"direct\"")).isTrue();
        assertThat(scrape.labels("dataenginex_build_info")).containsExactly("environment", "java_version", "revision",
                "version");
        assertThat(scrape.sum("dataenginex_build_info", "environment=\"dev\"")).isEqualTo(1);
        assertThat(scrape.sum("dataenginex_ready")).isEqualTo(1);
        assertThat(scrape.labels("log_events_dropped_total")).containsExactly("level");
        assertThat(scrape.text()).doesNotContain("scope=");
    }

    /** The JDK tells how many virtual threads are run or wait for a carrier since its version 24. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void showsTheVirtualThreadsThatWaitForACarrier() {
        Scrape scrape = awaitScrape(s -> s.names().contains("jvm_threads_virtual_live_threads"));

        assertThat(scrape.samples("jvm_threads_virtual_live_threads"))
                .anyMatch(line -> line.contains("scheduling_status=\"mounted\""))
                .anyMatch(line -> line.contains("scheduling_status=\"queued\""));
        assertThat(scrape.names()).contains("jvm_threads_virtual_parallelism", "jvm_threads_virtual_pool_size_threads");
    }

    private Scrape awaitScrape(Predicate<Scrape> wanted) {
        return Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> Scrape.of(app), wanted);
    }

    private static double counted(Scrape scrape, String method, String endpoint, int status) {
        return scrape.sum("http_requests_total", "method=\"" + method + "\"", "endpoint=\"" + endpoint + "\"",
                "status=\"" + status + "\"");
    }

    private static String unzip(byte[] bytes) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
