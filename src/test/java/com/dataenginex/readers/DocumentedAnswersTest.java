package com.dataenginex.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tempo, Loki and Grafana are not run here; these are the answers that their documentation shows. */
class DocumentedAnswersTest {
    private static final String SPANS = """
            [{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"dataenginex"}}]},
              "scopeSpans":[{"scope":{"name":"http"},"spans":[{"traceId":"%s","spanId":"%s","parentSpanId":"%s",
                "name":"GET /","kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1700000000000000000",
                "endTimeUnixNano":"1700000000250000000",
                "attributes":[{"key":"http.response.status_code","value":{"intValue":"200"}}]}]}]}]""";
    private static final FoundSpan SPAN = new FoundSpan("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7",
            "53995c3f42cd8ad8", "GET /", "dataenginex", Instant.ofEpochSecond(1_700_000_000), Duration.ofMillis(250),
            Map.of("http.response.status_code", "200", "span.kind", "server"));

    private final Map<String, String> answers = new HashMap<>();
    private final List<String> queries = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            queries.add(String.valueOf(exchange.getRequestURI().getQuery()).replace('+', ' '));
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "404 page not found" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsATraceAsTempoWritesIt() {
        TempoClient tempo = new TempoClient(reader("Tempo"));
        answers.put("/api/traces/a", "{\"batches\":" + SPANS.formatted("S/kvNXezTaajzpKdDg5HNg==", "APBnqgupArc=",
                "U5lcP0LNitg=") + "}");
        answers.put("/api/traces/b", "{\"trace\":{\"resourceSpans\":" + SPANS.formatted(SPAN.traceId(), SPAN.spanId(),
                SPAN.parentId()) + "}}");

        assertThat(tempo.trace("a")).containsExactly(SPAN);
        assertThat(tempo.trace("b")).containsExactly(SPAN);
        assertThat(tempo.trace("c")).isEmpty();
    }

    @Test
    void readsLinesAsLokiWritesThem() {
        LokiClient loki = new LokiClient(reader("Loki"), "{app=\"dataenginex\"}");
        answers.put("/loki/api/v1/query_range",
                """
                        {"status":"success","data":{"resultType":"streams","result":[
                          {"stream":{"app":"dataenginex","environment":"dev"},"values":[
                            ["1700000001000000000","{\\"event\\":\\"request_completed\\",\\"request_id\\":\\"doctor-1\\",\\"status_code\\":200}"],
                            ["1700000000000000000","request_started",{"request_id":"doctor-1","trace_id":"4bf9"}]]}]}}""");

        List<FoundLine> lines = loki.lines("doctor-1", Instant.ofEpochSecond(1_600_000_000, 5),
                Instant.ofEpochSecond(1_800_000_000));

        assertThat(lines).extracting(FoundLine::event).containsExactly("request_started", "request_completed");
        assertThat(lines.getFirst().field("trace_id")).isEqualTo("4bf9");
        assertThat(lines.getLast().field("status_code")).isEqualTo("200");
        assertThat(lines.getLast().labels()).containsEntry("environment", "dev");
        assertThat(queries).containsExactly("query={app=\"dataenginex\"} |= \"doctor-1\"&start=1600000000000000005"
                + "&end=1800000000000000000&limit=1000&direction=forward");
    }

    @Test
    void asksLokiForRecordsWhereNoTextHasTheId() {
        answers.put("/loki/api/v1/query_range", "{\"status\":\"success\",\"data\":{\"result\":[]}}");

        assertThat(new LokiClient(reader("Loki"), "{app=\"x\"}").lines("doctor-1", Instant.EPOCH, Instant.EPOCH))
                .isEmpty();

        assertThat(queries).hasSize(2).last().asString().startsWith("query={app=\"x\"} | request_id=\"doctor-1\"&");
    }

    @Test
    void readsGrafanasDashboardsAndDataSources() {
        GrafanaClient grafana = new GrafanaClient(reader("Grafana"));
        answers.put("/api/health", "{\"database\":\"ok\",\"version\":\"13.2.0\"}");
        answers.put("/api/search",
                "[{\"uid\":\"dex-logs\",\"title\":\"Logs\"},{\"uid\":\"dex-metrics\",\"title\":\"Metrics\"}]");
        answers.put("/api/datasources", "[{\"type\":\"prometheus\"},{\"type\":\"loki\"}]");

        assertThat(grafana.ready().status()).isEqualTo(200);
        assertThat(grafana.version()).isEqualTo("13.2.0");
        assertThat(grafana.dashboards()).containsExactly(Map.entry("dex-logs", "Logs"),
                Map.entry("dex-metrics", "Metrics"));
        assertThat(grafana.dataSources()).containsExactly("prometheus", "loki");
    }

    @Test
    void readsEveryShapeOfASample() {
        Samples samples = Samples.parse("""
                # TYPE a histogram
                a_bucket{le="0.5",path="/x\\"y\\\\z\\n"} 3 # {trace_id="4bf9",span_id="00f0"} 0.1 1700000000.1
                a_bucket{le="+Inf",} +Inf 1700000000
                b 1.5e3

                c{} NaN
                # EOF
                """);

        assertThat(samples.all("a_bucket", "le", "0.5")).containsExactly(new MetricSample("a_bucket",
                Map.of("le", "0.5", "path", "/x\"y\\z\n"), 3, Map.of("trace_id", "4bf9", "span_id", "00f0")));
        assertThat(samples.sum("a_bucket")).isInfinite();
        assertThat(samples.sum("b")).isEqualTo(1500);
        assertThat(samples.all("c")).singleElement().extracting(MetricSample::value).isEqualTo(Double.NaN);
        assertThat(samples.has("d")).isFalse();
        assertThat(samples.series()).isEqualTo(4);
    }

    private HttpReader reader(String name) {
        return new HttpReader(name, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }
}
