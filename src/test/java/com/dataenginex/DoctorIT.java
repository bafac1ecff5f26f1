package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.command.Commands;
import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.FaultyLink;
import com.dataenginex.support.JsonApi;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Ports;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.Telemetry;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor finds nothing wrong with the real Prometheus, Alertmanager, Jaeger and VictoriaLogs; then names each hop that is broken. */
@Tag("observability")
class DoctorIT {
    private static final UnaryOperator<String> AS_SHIPPED = UnaryOperator.identity();
    private static final String PATIENT = "40s";
    private static final String SOON = "8s";

    @TempDir
    private static Path folder;
    private static Telemetry telemetry;

    /** What a run printed, and its exit code. */
    private record Run(int code, String out) {
        /** {@code category, check} of the first that failed. */
        String firstFailure() {
            return failures().isEmpty() ? "none" : failures().getFirst();
        }

        List<String> failures() {
            List<String> all = new ArrayList<>();
            Lines.parse(out).path("checks").forEach(check -> {
                if (check.path("result").asText().equals("failure")) {
                    all.add(check.path("category").asText() + ", " + check.path("check").asText());
                }
            });
            return all;
        }

        String evidence() {
            for (JsonNode check : Lines.parse(out).path("checks")) {
                if (check.path("result").asText().equals("failure")) {
                    return check.path("evidence").asText();
                }
            }
            return "";
        }
    }

    @BeforeAll
    static void start() {
        telemetry = new Telemetry(folder);
        PrometheusServer.await(Duration.ofSeconds(150),
                () -> new JsonApi(telemetry.prometheus().port(), "/api/v1/").get("status/buildinfo").has("data")
                        && new JsonApi(telemetry.alertmanager().port(), "/api/v2/").get("status").has("versionInfo")
                        && new JsonApi(telemetry.jaeger().query(), "/api/").get("services").has("data")
                        && new JsonApi(telemetry.logs(), "").text("/health").startsWith("OK"));
    }

    @AfterAll
    static void stop() {
        telemetry.close();
    }

    @Test
    void findsNothingWrongWithTheRealReaders() throws Exception {
        try (TestApplication app = telemetry.service(Map.of()); AutoCloseable agent = telemetry.shipping(app, 1)) {
            Run run = doctor(PATIENT, "text", Map.of(), Map.of());

            Files.writeString(Path.of("target/doctor-green.txt"), run.out());
            assertThat(run.out()).doesNotContain("×", "‼").contains("The telemetry works.");
            assertThat(run.code()).as(run.out()).isZero();
            assertThat(run.out()).contains("√ its exemplar is the request's trace", "√ every shipped rule is loaded",
                    "√ they are those of the file for dev", "√ the watchdog of Prometheus is active in it",
                    "√ the collector takes it and hands it on", "√ Jaeger has the trace", "√ it is there once",
                    "√ one trace id joins them: exemplar, line, span have", "√ the time of Prometheus is ours",
                    "- Tempo: not given: --tempo URL", "- Loki: not given: --loki URL");
            assertThat(doctor(PATIENT, "short", Map.of(), Map.of()).out()).doesNotContain("√");
        }
    }

    @Test
    void namesWhatDoesNotAnswer() throws Exception {
        String nobody = "http://127.0.0.1:" + Ports.free();
        Run without = doctor("1s", "json", Map.of(), Map.of("service", nobody));
        assertThat(without.firstFailure()).isEqualTo("service, the service answers");
        assertThat(without.evidence()).contains("refused").contains("nobody listens");
        assertThat(without.code()).isEqualTo(1);

        try (TestApplication app = telemetry.service(Map.of()); AutoCloseable agent = telemetry.shipping(app, 1)) {
            Run wrongPort = doctor(SOON, "json", Map.of(),
                    Map.of("prometheus", "http://127.0.0.1:" + telemetry.jaeger().grpc()));
            assertThat(wrongPort.firstFailure()).isEqualTo("metrics, Prometheus answers");
            assertThat(wrongPort.evidence()).contains("not HTTP/1.1").contains("4317");
            Run notThis = doctor(SOON, "json", Map.of(),
                    Map.of("alertmanager", "http://127.0.0.1:" + telemetry.jaeger().query() + "/somewhere"));
            assertThat(notThis.firstFailure()).isEqualTo("alerting, Alertmanager answers");
            Run name = doctor(SOON, "json", Map.of(), Map.of("loki", "http://loki.no-such-host.invalid:3100"));
            assertThat(name.failures()).containsExactly("logs, Loki answers");
            assertThat(name.evidence()).contains("resolve only inside");
            Run tls = doctor(SOON, "json", Map.of(),
                    Map.of("jaeger", "https://127.0.0.1:" + telemetry.jaeger().query()));
            assertThat(tls.firstFailure()).isEqualTo("traces, Jaeger answers");
            assertThat(tls.evidence()).contains("TLS failed").contains("write http://");
        }
    }

    @Test
    void namesAScrapeThatIsStoppedOrWrong() throws Exception {
        try (TestApplication app = telemetry.service(Map.of()); AutoCloseable agent = telemetry.shipping(app, 1)) {
            Run stopped = broken(config -> config.replaceAll("(?s)scrape_configs:.*", "scrape_configs: []\n"),
                    AS_SHIPPED);
            assertThat(stopped.firstFailure()).isEqualTo("metrics, Prometheus has the service as a target");
            Run path = broken(config -> config.replace("metrics_path: /metrics", "metrics_path: /metricz"), AS_SHIPPED);
            assertThat(path.firstFailure()).isEqualTo("metrics, the target is up");
            assertThat(path.evidence()).contains("404");
            Run label = broken(config -> config.replace("environment: dev", "environment: prod"), AS_SHIPPED);
            assertThat(label.firstFailure()).as(label.out())
                    .isEqualTo("metrics, its label environment is the service's");
            assertThat(label.evidence()).contains("label is prod").contains("ENVIRONMENT is dev");
        }
    }

    @Test
    void namesRulesThatAreNotTheShippedOnes() throws Exception {
        try (TestApplication app = telemetry.service(Map.of()); AutoCloseable agent = telemetry.shipping(app, 1)) {
            Run deleted = broken(AS_SHIPPED, rules -> rules.replaceAll(
                    "(?s)      - alert: DataEngineXTargetDown.*?(?=      - alert: DataEngineXNotReady)", ""));
            assertThat(deleted.failures()).containsExactly("rules, every shipped rule is loaded");
            assertThat(deleted.evidence()).contains("DataEngineXTargetDown");
            Run threshold = broken(AS_SHIPPED, rules -> rules.replace("p95_5m{environment=\"dev\"} > 1.5",
                    "p95_5m{environment=\"dev\"} > 15"));
            assertThat(threshold.failures()).containsExactly("rules, they are those of the file for dev");
            assertThat(threshold.evidence()).contains("DataEngineXLatencyHigh").contains("threshold 15,")
                    .contains("the file has 1.5");
            Run failing = broken(AS_SHIPPED, rules -> rules.replace("expr: vector(1)\n",
                    "expr: vector(1) * on() (label_replace(vector(1), \"a\", \"1\", \"\", \"\") or vector(1))\n"));
            assertThat(failing.firstFailure()).isEqualTo("rules, they are evaluated without errors");
        }
    }

    @Test
    void namesAlertsThatReachNobody() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        try (TestApplication app = telemetry.service(Map.of());
                AutoCloseable agent = telemetry.shipping(app, 1);
                AlertmanagerServer fresh = new AlertmanagerServer(other)) {
            String url = "http://127.0.0.1:" + fresh.port();
            Run apart = doctor(SOON, "json", Map.of(), Map.of("alertmanager", url));
            assertThat(apart.failures()).containsExactly("alerting, the watchdog of Prometheus is active in it");
            assertThat(apart.evidence()).contains("it fires in Prometheus")
                    .contains(":" + telemetry.alertmanager().port());
            Run none = broken(config -> config.replaceAll("alerting: .*", ""), AS_SHIPPED);
            assertThat(none.firstFailure()).isEqualTo("alerting, Prometheus has an Alertmanager");

            fresh.endReceiver();
            telemetry.reload(config -> config.replace("127.0.0.1:" + telemetry.alertmanager().port(),
                    "127.0.0.1:" + fresh.port()), AS_SHIPPED);
            PrometheusServer.await(Duration.ofSeconds(60), () -> new JsonApi(fresh.port(), "").text("/metrics").lines()
                    .anyMatch(line -> line.matches("alertmanager_notification_requests_failed_total\\{.*} [1-9].*")));
            Run dead = doctor(PATIENT, "json", Map.of(), Map.of("alertmanager", url));
            telemetry.reload(AS_SHIPPED, AS_SHIPPED);
            assertThat(dead.failures()).containsExactly("alerting, its notifications arrive");
            assertThat(dead.evidence()).contains("webhook");
        }
    }

    @Test
    void namesSpansThatAreNotMadeOrDoNotArrive() throws Exception {
        assertThat(withService(Map.of("OTEL_TRACES_SAMPLER", "always_off")).firstFailure())
                .isEqualTo("traces, a span is created for the request");
        Run none = withService(Map.of("OTLP_ENDPOINT", " "));
        assertThat(none.firstFailure()).isEqualTo("traces, it is exported");
        assertThat(none.evidence()).contains("no exporter is set");
        Run swapped = withService(Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + telemetry.jaeger().http()));
        assertThat(swapped.firstFailure()).isEqualTo("traces, the OTLP endpoint speaks the protocol");
        assertThat(swapped.evidence()).contains("speaks HTTP").contains("swapped");
        Run swappedBack = withService(Map.of("DEX_TRACING_OTLP_PROTOCOL", "http/protobuf"));
        assertThat(swappedBack.firstFailure()).isEqualTo("traces, the OTLP endpoint speaks the protocol");
        assertThat(swappedBack.evidence()).contains("speaks gRPC").contains("swapped");
        Run noPath = withService(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                "http://127.0.0.1:" + telemetry.jaeger().http() + "/v1", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
                "http/protobuf"));
        assertThat(noPath.firstFailure()).isEqualTo("traces, it is exported");
        assertThat(noPath.evidence()).contains("export_failed");
        try (FaultyLink hole = new FaultyLink(telemetry.jaeger().grpc())) {
            hole.set(FaultyLink.State.HANGS);
            Run blackHole = withService(Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + hole.port()));
            assertThat(blackHole.firstFailure()).isEqualTo("traces, it is exported");
            // On a slow machine the exporter has given up by then.
            assertThat(blackHole.evidence()).containsAnyOf("takes the connection and does not answer", "export_failed");
        }
    }

    @Test
    void namesLinesThatAreNotShippedOrShippedTwice() throws Exception {
        try (TestApplication app = telemetry.service(Map.of())) {
            Run unshipped = doctor(SOON, "json", Map.of(), Map.of());
            assertThat(unshipped.failures()).containsExactly("logs, VictoriaLogs has the request's line");
            assertThat(unshipped.evidence()).contains("no line with request_id=doctor-");
            try (AutoCloseable agent = telemetry.shipping(app, 2)) {
                assertThat(doctor(PATIENT, "json", Map.of(), Map.of()).failures())
                        .containsExactly("logs, it is there once");
            }
        }
    }

    @Test
    void namesAServiceThatIsNotReadyAndAClockThatIsNotOurs() throws Exception {
        Run down = withService(Map.of("DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT", Integer.toString(Ports.free()),
                "DEX_HEALTH_INTERVAL", "PT0.05S", "DEX_HEALTH_FAILURES_TO_GO_DOWN", "1"));
        assertThat(down.firstFailure()).isEqualTo("service, it is ready");
        assertThat(down.evidence()).contains("database");
        HttpServer skewed = skewed();
        try (TestApplication app = telemetry.service(Map.of()); AutoCloseable agent = telemetry.shipping(app, 1)) {
            Run clock = doctor(PATIENT, "json", Map.of(),
                    Map.of("prometheus", "http://127.0.0.1:" + skewed.getAddress().getPort()));
            assertThat(clock.failures()).containsExactly("clock, the time of Prometheus is ours");
            assertThat(clock.evidence()).matches("behind by (3599|360\\d).*");
        } finally {
            skewed.stop(0);
        }
    }

    /** The run with Prometheus' configuration or rules edited; afterwards they are as shipped again. */
    private static Run broken(UnaryOperator<String> config, UnaryOperator<String> rules) {
        telemetry.reload(config, rules);
        try {
            return doctor(SOON, "json", Map.of(), Map.of());
        } finally {
            telemetry.reload(AS_SHIPPED, AS_SHIPPED);
        }
    }

    private static Run withService(Map<String, String> variables) throws Exception {
        try (TestApplication app = telemetry.service(variables); AutoCloseable agent = telemetry.shipping(app, 1)) {
            return doctor(SOON, "json", variables, Map.of());
        }
    }

    private static Run doctor(String patience, String format, Map<String, String> variables,
            Map<String, String> places) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("service", "http://127.0.0.1:" + telemetry.service());
        all.put("prometheus", "http://127.0.0.1:" + telemetry.prometheus().port());
        all.put("alertmanager", "http://127.0.0.1:" + telemetry.alertmanager().port());
        all.put("collector", "http://127.0.0.1:" + telemetry.jaeger().metrics());
        all.put("jaeger", "http://127.0.0.1:" + telemetry.jaeger().query());
        all.put("victorialogs", "http://127.0.0.1:" + telemetry.logs());
        all.putAll(places);
        List<String> arguments = new ArrayList<>(List.of("doctor", "--wait", patience, "-o", format));
        all.forEach((place, url) -> arguments.addAll(List.of("--" + place, url)));
        Map<String, String> environment = new HashMap<>(
                Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + telemetry.jaeger().grpc()));
        environment.putAll(variables);
        StringWriter out = new StringWriter();
        int code = new Commands(new DataEngineXProgram(environment), new PrintWriter(out),
                new PrintWriter(System.err, true))
                .run(arguments.toArray(String[]::new));
        return new Run(code, out.toString());
    }

    /** Prometheus an hour late. */
    private static HttpServer skewed() throws IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try {
                String query = String.valueOf(exchange.getRequestURI().getRawQuery());
                HttpResponse<String> answer = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                        + telemetry.prometheus().port() + exchange.getRequestURI())).build(),
                        HttpResponse.BodyHandlers.ofString());
                String text = query.contains("time%28%29")
                        ? "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":["
                                + (System.currentTimeMillis() / 1e3 - 3_600) + ",\"1\"]}}"
                        : answer.body();
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(answer.statusCode(), body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        server.start();
        return server;
    }
}
