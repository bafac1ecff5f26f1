package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Kept;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.log.Log;
import com.dataenginex.support.JaegerServer;
import com.dataenginex.support.JsonApi;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.TestApplication;
import com.dataenginex.tracing.SpanStarter;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With one trace in a hundred: what the real Jaeger and the real Prometheus have of requests that did not go well. */
@Tag("observability")
class RecorderIT {
    private static final Log LOG = Log.of(RecorderIT.class);
    private static final SpanStarter TRACER = SpanStarter.get(RecorderIT.class);
    private static final int GOOD = 10_000;
    private static final int BAD = 100;
    private static final int SLOW = 50;
    private static final int CALLERS = 25;

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> remarkable = new ArrayList<>();

    @Test
    void jaegerHasEveryRequestThatFailedOrWasSlowAndOneInAHundredOfTheOthers() throws Exception {
        try (JaegerServer jaeger = new JaegerServer(folder);
                TestApplication app = start(jaeger.grpc());
                PrometheusServer prometheus = new PrometheusServer(folder, """
                        global: {scrape_interval: 1s}
                        scrape_configs:
                          - job_name: dataenginex
                            static_configs: [{targets: ['127.0.0.1:%d']}]
                        """.formatted(app.port()))) {
            JsonApi api = new JsonApi(jaeger.query(), "/api/");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> api.get("services").has("data"));
            PrometheusServer.await(Duration.ofSeconds(60), () -> prometheus.value("up") == 1);

            send(app);

            Map<String, JsonNode> roots = Awaitility.await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1)).until(() -> roots(api),
                            found -> found.keySet().containsAll(traceIds(app)) && found.size() == sampled(app));
            Map<String, Long> kept = roots.values().stream().filter(root -> tag(root, "sampling.kept") != null)
                    .collect(Collectors.groupingBy(root -> tag(root, "sampling.kept"), Collectors.counting()));
            long chosen = roots.size() - kept.values().stream().mapToLong(Long::longValue).sum();
            System.out.printf("MEASURED: %d traces kept (%s), %d chosen by the sampler of %d%n",
                    roots.size() - chosen, kept, chosen, GOOD + BAD + SLOW);
            // About 100; five standard deviations.
            assertThat(chosen).isBetween(50L, 152L);
            assertThat(traceIds(app)).hasSize(BAD + SLOW);
            assertThat(app.recorder().kept(Kept.ERROR)).isEqualTo(BAD);
            assertThat(app.recorder().kept(Kept.SLOW)).isEqualTo(SLOW);
            assertThat(remarkable).allSatisfy(id -> assertThat(app.lines.ofRequest(id))
                    .anyMatch(line -> line.path("event").asText().equals("step_done")));
            assertThat(exemplars(prometheus)).isNotEmpty().isSubsetOf(roots.keySet());
        }
    }

    private TestApplication start(int otlp) {
        return TestApplication.start(
                Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + otlp, "DEX_TRACING_SAMPLE_RATIO", "0.01",
                        "DEX_RECORDER_SLOW_AFTER", "PT1S", "DEX_LOGGING_REQUEST_STARTED", "false"),
                Endpoint.get("/bad", (req, res) -> {
                    step();
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                }), Endpoint.get("/slow", (req, res) -> {
                    step();
                    release.await(1_050, TimeUnit.MILLISECONDS);
                    res.send("late");
                }), Endpoint.get("/good", (req, res) -> {
                    step();
                    res.send("good");
                }));
    }

    private static void step() {
        TRACER.run("step", span -> LOG.debug("step_done", out -> out.number("rows", 42)));
    }

    private void send(TestApplication app) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < GOOD; i++) {
                answers.add(callers.submit(() -> app.get("/good")));
                if (i % 100 == 0) {
                    answers.add(callers.submit(() -> app.get("/bad")));
                }
                if (i % 200 == 0) {
                    answers.add(callers.submit(() -> app.get("/slow")));
                }
            }
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get();
                if (!response.uri().getPath().equals("/good")) {
                    remarkable.add(response.headers().firstValue("X-Request-ID").orElseThrow());
                }
            }
        }
    }

    /** Of the requests that are to be kept. */
    private Set<String> traceIds(TestApplication app) {
        return app.lines.all().stream()
                .filter(line -> line.has("status_code") && remarkable.contains(line.path("request_id").asText()))
                .map(line -> line.path("trace_id").asText()).collect(Collectors.toSet());
    }

    /** What the lines say of them. */
    private static long sampled(TestApplication app) {
        return app.lines.all().stream()
                .filter(line -> line.has("status_code") && line.path("trace_sampled").booleanValue()).count();
    }

    /** Each trace's server span, by trace id; a trace without its other span fails. */
    private static Map<String, JsonNode> roots(JsonApi api) {
        JsonNode traces = api.get("traces?service=dataenginex&limit=20000&lookback=1h").path("data");
        return StreamSupport.stream(traces.spliterator(), false)
                .filter(trace -> StreamSupport.stream(trace.path("spans").spliterator(), false)
                        .anyMatch(span -> !span.path("operationName").asText().equals("GET /metrics")))
                .collect(Collectors.toMap(trace -> trace.path("traceID").asText(), RecorderIT::root));
    }

    private static JsonNode root(JsonNode trace) {
        return StreamSupport.stream(trace.path("spans").spliterator(), false)
                .filter(span -> span.path("references").isEmpty()).findFirst().orElseThrow();
    }

    private static String tag(JsonNode span, String key) {
        return StreamSupport.stream(span.path("tags").spliterator(), false)
                .filter(tag -> tag.path("key").asText().equals(key)).map(tag -> tag.path("value").asText())
                .findFirst().orElse(null);
    }

    private static Set<String> exemplars(PrometheusServer prometheus) {
        Set<String> found = new HashSet<>();
        long now = System.currentTimeMillis() / 1_000;
        for (String metric : List.of("http_request_duration_seconds_bucket", "http_requests_total")) {
            prometheus.api("query_exemplars?query=" + metric + "&start=" + (now - 600) + "&end=" + (now + 60))
                    .path("data").forEach(series -> series.path("exemplars")
                            .forEach(one -> found.add(one.path("labels").path("trace_id").asText())));
        }
        return found;
    }
}
