package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.infra.Shortened;
import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.Ports;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's alerts from the real Prometheus with the shipped rules and the real Alertmanager; only their durations are shorter. */
class AlertBoardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ERRORS = "DataEngineXErrorRateHigh";

    @TempDir
    private Path folder;

    private TestApplication service(int port, int prometheus, int alertmanager) {
        return TestApplication.start(Map.of("PORT", Integer.toString(port), "DEX_UI_PROMETHEUS_URL",
                "http://reader:secret@127.0.0.1:" + prometheus + "/", "DEX_UI_ALERTMANAGER_URL",
                "http://token-of-it@127.0.0.1:" + alertmanager), Endpoint.get("/boom", (req, res) -> {
                    throw new IllegalStateException("boom");
                }));
    }

    private PrometheusServer prometheus(int port, AlertmanagerServer alertmanager, String rules) throws IOException {
        Path file = Files.writeString(folder.resolve("rules.yml"), rules);
        return new PrometheusServer(folder, """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                scrape_configs:
                  - job_name: service
                    static_configs: [{targets: ['127.0.0.1:%d'], labels: {environment: dev, app: dataenginex}}]
                """.formatted(file, alertmanager.port(), port));
    }

    @Test
    void areThoseOfPrometheusWithWhatAlertmanagerHoldsBackUntilItIsGone() throws Exception {
        int port = Ports.free();
        try (AlertmanagerServer alertmanager = new AlertmanagerServer(folder);
                PrometheusServer prometheus = prometheus(port, alertmanager, Shortened.rules());
                TestApplication app = service(port, prometheus.port(), alertmanager.port())) {
            Instant before = Instant.now();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                for (int i = 0; i < 5; i++) {
                    app.get("/boom");
                }
                return state(app).path("alerts_from").asText().equals("Prometheus")
                        && alert(app, ERRORS).path("state").asText().equals("firing");
            });

            assertThat(state(app).path("alerts_missing").isNull()).isTrue();
            assertThat(state(app).path("alerts_age_seconds").doubleValue()).isBetween(0.0, 20.0);
            JsonNode errors = alert(app, ERRORS);
            assertThat(errors.path("value").doubleValue()).isGreaterThan(0.5);
            assertThat(errors.path("threshold").doubleValue()).isEqualTo(0.05);
            assertThat(errors.path("holds_seconds").intValue()).isEqualTo(5);
            assertThat(Instant.parse(errors.path("since").asText())).isAfter(before);
            assertThat(errors.path("held_back").isNull()).isTrue();
            assertThat(alert(app, "DataEngineXSaturationHigh").path("state").asText()).isEqualTo("inactive");
            assertThat(alert(app, "DataEngineXSaturationHigh").path("value").isNumber()).isTrue();

            silence(alertmanager.port());
            Awaitility.await().atMost(PATIENCE).until(() -> {
                app.get("/boom");
                return alert(app, ERRORS).path("held_back").asText().equals("silenced");
            });

            prometheus.close();
            Awaitility.await().atMost(PATIENCE)
                    .until(() -> state(app).path("alerts_from").asText().equals("this instance"));
            assertThat(state(app).path("alerts_missing").asText())
                    .startsWith("Prometheus at http://127.0.0.1:" + prometheus.port() + "/api/v1/rules: ");
            assertThat(state(app).path("alerts")).hasSize(3);
            assertThat(app.get("/ui/api/figures").body()).doesNotContain("secret", "reader", "token-of-it")
                    .contains("\"prometheus\":\"http://127.0.0.1:" + prometheus.port() + "\"");
            assertThat(app.lines.all().toString()).doesNotContain("secret", "token-of-it");
        }
    }

    @Test
    void areThoseOfThisInstanceWherePrometheusHasNoSuchRulesOrNobodyIsConfigured() throws IOException {
        int port = Ports.free();
        try (AlertmanagerServer alertmanager = new AlertmanagerServer(folder);
                PrometheusServer prometheus = prometheus(port, alertmanager, "groups: []");
                TestApplication app = service(port, prometheus.port(), alertmanager.port())) {
            Awaitility.await().atMost(PATIENCE).until(() -> state(app).path("alerts_missing").asText()
                    .equals("Prometheus at http://127.0.0.1:" + prometheus.port()
                            + " has no rule DataEngineXLatencyHigh for dev"));
            assertThat(state(app).path("alerts_from").asText()).isEqualTo("this instance");
        }
        try (TestApplication app = TestApplication.start()) {
            assertThat(state(app).path("alerts_from").asText()).isEqualTo("this instance");
            assertThat(state(app).path("alerts_missing").isNull()).isTrue();
            assertThat(Thread.getAllStackTraces().keySet()).noneMatch(thread -> thread.getName().equals("ui-alerts"));
        }
    }

    private static JsonNode state(TestApplication app) {
        return UiTest.figures(app).path("state");
    }

    private static JsonNode alert(TestApplication app, String name) {
        for (JsonNode alert : state(app).path("alerts")) {
            if (alert.path("name").asText().equals(name)) {
                return alert;
            }
        }
        throw new AssertionError("no " + name);
    }

    private static void silence(int port) throws IOException, InterruptedException {
        Instant now = Instant.now();
        String silence = """
                {"matchers": [{"name": "alertname", "value": "%s", "isRegex": false, "isEqual": true}], "startsAt": "%s",
                 "endsAt": "%s", "createdBy": "a test", "comment": "known"}
                """
                .formatted(ERRORS, now, now.plusSeconds(600));
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/silences"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(silence))
                    .build(), HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }
}
