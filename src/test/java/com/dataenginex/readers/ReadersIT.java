package com.dataenginex.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.JaegerServer;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.VictoriaLogsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients read what the real programs have. */
@Tag("observability")
class ReadersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    private Path folder;

    @Test
    void readsWhatPrometheusScrapedRecordedAndSentToAlertmanager() {
        try (TestApplication app = TestApplication.start();
                AlertmanagerServer alertmanager = new AlertmanagerServer(folder);
                PrometheusServer server = new PrometheusServer(folder, config(app.port(), alertmanager.port()))) {
            PrometheusClient prometheus = new PrometheusClient(at("Prometheus", server.port()));
            await(() -> prometheus.ready().status() == 200);
            Instant before = Instant.now();
            app.get("/nowhere");
            app.send(app.request("/").header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").build());
            await(() -> prometheus.value("http_requests_total{endpoint=\"/\",status=\"200\"}") == 1);

            assertThat(prometheus.query("http_requests_total{endpoint=\"/\",status=\"200\"}")).singleElement()
                    .satisfies(sample -> {
                        assertThat(sample.name()).isEqualTo("http_requests_total");
                        assertThat(sample.matches("method", "GET", "status", "200", "environment", "dev")).isTrue();
                    });
            assertThat(prometheus.query("scalar(vector(1.5))")).singleElement().extracting(MetricSample::value)
                    .isEqualTo(1.5);
            assertThat(prometheus.query("http_requests_total", before.minusSeconds(600))).isEmpty();
            assertThat(prometheus.value("none")).isNaN();
            await(() -> prometheus.range("up", before.minusSeconds(30), Instant.now(), Duration.ofMillis(500)).stream()
                    .anyMatch(
                            series -> series.labels()
                                    .equals(Map.of("__name__", "up", "job", "dex", "environment", "dev",
                                            "instance", "127.0.0.1:" + app.port()))
                                    && series.values().containsValue(1.0)));
            assertThat(
                    prometheus.exemplars("http_requests_total", before.minusSeconds(5), Instant.now().plusSeconds(5)))
                    .anySatisfy(exemplar -> {
                        assertThat(exemplar.labels()).containsEntry("trace_id", TRACE);
                        assertThat(exemplar.series()).containsEntry("endpoint", "/");
                        assertThat(exemplar.time()).isAfter(before.minusSeconds(2));
                    });
            assertThat(prometheus.time()).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            // One that was built by hand has none.
            assertThat(prometheus.version()).matches("|\\d+\\.\\d+\\.\\d+");
            assertThat(prometheus.features()).containsExactly("exemplar-storage");
            assertThat(prometheus.targets()).singleElement().satisfies(target -> {
                assertThat(target.isUp()).isTrue();
                assertThat(target.url()).isEqualTo("http://127.0.0.1:" + app.port() + "/metrics");
                assertThat(target.label("environment")).isEqualTo("dev");
                assertThat(target.interval()).isEqualTo(Duration.ofMillis(500));
                assertThat(target.lastScrape()).isAfter(before.minusSeconds(5));
            });
            rulesAndAlerts(prometheus, new AlertmanagerClient(at("Alertmanager", alertmanager.port())),
                    alertmanager.port());
            assertThatThrownBy(() -> prometheus.query("sum(")).isInstanceOfSatisfying(ReadException.class,
                    e -> assertThat(e).hasMessageContaining("parse error").extracting(ReadException::status)
                            .isEqualTo(400));
        }
    }

    private static void rulesAndAlerts(PrometheusClient prometheus, AlertmanagerClient alertmanager, int port) {
        await(() -> prometheus.rules().stream().allMatch(rule -> rule.health().equals("ok")));
        assertThat(prometheus.rules()).extracting(LoadedRule::name).containsExactly("doubled", "Awake", "Slow");
        assertThat(prometheus.rules().get(0)).satisfies(rule -> {
            assertThat(rule.alerting()).isFalse();
            assertThat(rule.query()).isEqualTo("2 * up");
        });
        assertThat(prometheus.rules().get(2)).satisfies(rule -> {
            assertThat(rule.alerting()).isTrue();
            assertThat(rule.group()).isEqualTo("ours");
            assertThat(rule.holds()).isEqualTo(Duration.ofMinutes(3));
            assertThat(rule.labels()).containsEntry("severity", "page");
            assertThat(rule.state()).isEqualTo("inactive");
        });
        assertThat(prometheus.alerts()).extracting(ActiveAlert::name, ActiveAlert::state)
                .containsExactly(tuple("Awake", "firing"));
        assertThat(prometheus.alertmanagers()).containsExactly("http://127.0.0.1:" + port + "/api/v2/alerts");

        await(() -> alertmanager.ready().status() == 200 && !alertmanager.alerts().isEmpty());
        assertThat(alertmanager.version()).matches("|\\d+\\.\\d+\\.\\d+");
        assertThat(alertmanager.receivers()).containsExactlyInAnyOrder("critical-slack", "ops-email", "watchdog");
        assertThat(alertmanager.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.name()).isEqualTo("Awake");
            assertThat(alert.label("severity")).isEqualTo("warning");
            assertThat(alert.receivers()).containsExactly("ops-email");
        });
        await(() -> alertmanager.metrics().sum("alertmanager_notification_requests_total", "integration",
                "webhook") > 0);
        assertThat(alertmanager.metrics().sum("alertmanager_notification_requests_failed_total")).isZero();
    }

    @Test
    void findsATraceInJaegerAndItsCountInTheCollectorsMetrics() {
        try (JaegerServer server = new JaegerServer(folder);
                TestApplication app = TestApplication
                        .start(Map.of("OTLP_ENDPOINT", "http://127.0.0.1:" + server.grpc()))) {
            JaegerClient jaeger = new JaegerClient(at("Jaeger", server.query()));
            await(() -> jaeger.ready().status() == 200);
            assertThat(jaeger.trace(TRACE)).isEmpty();
            app.send(app.request("/").header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").build());

            await(() -> !jaeger.trace(TRACE).isEmpty());

            assertThat(jaeger.trace(TRACE)).singleElement().satisfies(span -> {
                assertThat(span.traceId()).isEqualTo(TRACE);
                assertThat(span.parentId()).isEqualTo("00f067aa0ba902b7");
                assertThat(span.name()).isEqualTo("GET /");
                assertThat(span.service()).isEqualTo("dataenginex");
                assertThat(span.attributes()).containsEntry("span.kind", "server")
                        .containsEntry("http.response.status_code", "200");
                assertThat(span.began()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            });
            assertThat(jaeger.services()).contains("dataenginex");
            CollectorClient collector = new CollectorClient(at("The collector", server.metrics()));
            await(() -> collector.spans().sent() == 1);
            assertThat(collector.spans()).isEqualTo(new CollectorClient.SpanFlow(1, 0, 1, 0, true));
        }
    }

    @Test
    void findsALineInVictoriaLogsByItsRequest() {
        try (VictoriaLogsServer server = new VictoriaLogsServer(folder);
                TestApplication app = TestApplication.start()) {
            VictoriaLogsClient logs = new VictoriaLogsClient(at("VictoriaLogs", server.port()));
            await(() -> logs.ready().status() == 200);
            Instant before = Instant.now().minusSeconds(1);
            app.send(app.request("/").header("X-Request-ID", "doctor-1").build());
            app.send(app.request("/").header("X-Request-ID", "doctor-12").build());
            app.lines.awaitEnd("doctor-1");
            app.lines.awaitEnd("doctor-12");
            server.ship(app.lines.toString(StandardCharsets.UTF_8));

            await(() -> logs.lines("doctor-1", before, Instant.now().plusSeconds(60)).size() == 2);

            List<FoundLine> lines = logs.lines("doctor-1", before, Instant.now().plusSeconds(60));
            assertThat(lines).extracting(FoundLine::event).containsExactly("request_started", "request_completed");
            assertThat(lines.getLast().field("trace_id"))
                    .isEqualTo(app.lines.awaitEnd("doctor-1").path("trace_id").asText());
            assertThat(lines.getLast().time()).isBetween(before, Instant.now());
            assertThat(logs.lines("doctor-1", before.minusSeconds(60), before)).isEmpty();
        }
    }

    @Test
    void readsTheServiceItself() {
        try (TestApplication app = TestApplication.start()) {
            ServiceClient service = new ServiceClient(at("The service", app.port()));

            Answer answer = service.send("/", Map.of("X-Request-ID", "doctor-1", "traceparent",
                    "00-" + TRACE + "-00f067aa0ba902b7-01"));

            assertThat(answer.header("X-Request-ID")).isEqualTo("doctor-1");
            assertThat(answer.date()).get().satisfies(
                    date -> assertThat(date).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60)));
            assertThat(service.version()).isEqualTo("1.0.0");
            assertThat(service.readiness()).isEqualTo(new ServiceClient.Readiness(true, List.of()));
            assertThat(service.send("/nowhere", Map.of()).status()).isEqualTo(404);
            await(() -> service.metrics().sum("http_requests_total", "endpoint", "/", "status", "200") >= 1);
            assertThat(service.metrics().all("http_request_duration_seconds_bucket", "endpoint", "/"))
                    .anySatisfy(bucket -> assertThat(bucket.exemplar()).containsEntry("trace_id", TRACE));
        }
    }

    private static HttpReader at(String name, int port) {
        return new HttpReader(name, URI.create("http://127.0.0.1:" + port));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptionsInstanceOf(
                ReadException.class).until(condition);
    }

    private String config(int target, int alertmanager) {
        return """
                global: {scrape_interval: 500ms, evaluation_interval: 500ms}
                rule_files: ['%s']
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs:
                  - job_name: dex
                    static_configs: [{targets: ['127.0.0.1:%d'], labels: {environment: dev}}]
                """.formatted(rules(), alertmanager, target);
    }

    private Path rules() {
        try {
            return Files.writeString(folder.resolve("rules.yml"), """
                    groups:
                      - name: ours
                        rules:
                          - {record: doubled, expr: 2 * up}
                          - {alert: Awake, expr: vector(1), labels: {severity: warning}}
                          - {alert: Slow, expr: up > 1, for: 3m, labels: {severity: page}}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
