package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.support.MonitoringTool;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Prometheus scrapes the service and answers the key queries of docs/OBSERVABILITY.md. */
@Tag("observability")
class PrometheusIT {
    private static final Duration SLOW = Duration.ofMillis(300);
    /** Names that Micrometer chose and public dashboards know. */
    private static final List<String> THIRD_PARTY = List.of(
            "process_cpu_time_ns_total metric names should not contain abbreviated units",
            "system_cpu_count non-histogram and non-summary metrics should not have \"_count\" suffix");

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch release = new CountDownLatch(1);

    @TempDir
    private Path folder;

    @Test
    void promtoolFindsNothingInOurMetrics() {
        Path promtool = MonitoringTool.PROMTOOL.require();
        try (TestApplication app = TestApplication.start()) {
            app.get("/");

            String said = Tool.run(Scrape.of(app).text(), List.of(promtool.toString(), "check", "metrics"));

            assertThat(said.lines().toList()).isSubsetOf(THIRD_PARTY);
        }
    }

    @Test
    void answersTheKeyQueriesWithTheNumbersThatWereSent() throws IOException {
        try (TestApplication app = application();
                PrometheusServer prometheus = new PrometheusServer(folder, config(app.port()))) {
            await(() -> prometheus.value("up{job=\"dataenginex\"}") == 1);
            await(() -> prometheus.value("count(count_over_time(up[1m]) > 1)") == 1);
            traffic(app);
            List<CompletableFuture<?>> held = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                held.add(client.sendAsync(app.request("/hold").build(), HttpResponse.BodyHandlers.discarding()));
            }

            await(() -> prometheus.value(query("In-Flight Requests")) == 7);
            await(() -> prometheus.value("sum(http_requests_total)") == 100);
            assertThat(prometheus.value(query("Request Rate")) * 300).isCloseTo(100, within(35.0));
            assertThat(prometheus.value(query("Error Rate"))).isCloseTo(0.1, within(0.001));
            assertThat(prometheus.value(query("P95 Latency"))).isBetween(0.25, 0.5);
            exemplarsAreTraceIdsThatWereLogged(app, prometheus);
            release.countDown();
            held.forEach(CompletableFuture::join);
        }
    }

    private static void exemplarsAreTraceIdsThatWereLogged(TestApplication app, PrometheusServer prometheus) {
        Set<String> logged = app.lines.all().stream().map(line -> line.path("trace_id").asText())
                .collect(Collectors.toSet());
        Set<String> exemplars = new HashSet<>();
        long now = System.currentTimeMillis() / 1_000;
        for (String metric : List.of("http_request_duration_seconds_bucket", "http_requests_total")) {
            prometheus.api("query_exemplars?query=" + metric + "&start=" + (now - 300) + "&end=" + (now + 60))
                    .path("data")
                    .forEach(
                            series -> series.path("exemplars")
                                    .forEach(e -> exemplars.add(e.path("labels").path("trace_id").asText())));
        }
        assertThat(exemplars).isNotEmpty().isSubsetOf(logged);
    }

    private TestApplication application() {
        return TestApplication.start(Map.of(), Endpoint.get("/slow", (req, res) -> {
            release.await(SLOW.toMillis(), TimeUnit.MILLISECONDS);
            res.send("slow");
        }), Endpoint.get("/bad", (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
        }), Endpoint.get("/hold", (req, res) -> {
            release.await();
            res.send("held");
        }));
    }

    /** 100 requests: 10 fail, 20 take 0.3 s. */
    private static void traffic(TestApplication app) {
        for (int i = 0; i < 70; i++) {
            app.get("/");
        }
        for (int i = 0; i < 10; i++) {
            app.get("/bad");
            app.get("/slow");
            app.get("/slow");
        }
    }

    private static String config(int target) {
        return """
                global: {scrape_interval: 1s}
                scrape_configs:
                  - job_name: dataenginex
                    metrics_path: /metrics
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(target);
    }

    /** A key query, as the guide prints it. */
    private static String query(String title) throws IOException {
        Matcher block = Pattern.compile("\\*\\*" + title + "[^*]*\\*\\*:?\\s*```promql\\n(.*?)\\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/OBSERVABILITY.md")));
        assertThat(block.find()).as("the query %s in docs/OBSERVABILITY.md", title).isTrue();
        return block.group(1);
    }

    private static void await(Callable<Boolean> condition) {
        PrometheusServer.await(Duration.ofSeconds(40), condition);
    }
}
