package com.dataenginex.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.AppConfig;
import com.dataenginex.config.ConfigException;
import com.dataenginex.debug.SigningKeys;
import com.dataenginex.drill.DrillConfig;
import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillOrder;
import com.dataenginex.http.Endpoint;
import com.dataenginex.metrics.Reading;
import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("observability")
class ObjectivesTest {
    /** No edge of a bucket: those beside it are 0.25 and 0.5. */
    private static final Map<String, String> VARIABLES = Map.of("DEX_SLO_LATENCY_THRESHOLD", "PT0.3S");

    @TempDir
    private Path folder;

    @Test
    void theSeriesAreThereAtZeroBeforeTheFirstRequest() {
        try (TestApplication app = TestApplication.start()) {
            assertThat(counts(app)).isEqualTo(Map.of("availability good", 0.0, "availability bad", 0.0,
                    "latency good", 0.0, "latency bad", 0.0));
        }
    }

    /** The slow one lies between two buckets, on the wrong side of the threshold; the other on the right one. */
    @Test
    void eachRequestIsCountedOnceByTheThresholdItself() {
        try (TestApplication app = TestApplication.start(VARIABLES,
                Endpoint.get("/slow", (req, res) -> {
                    LockSupport.parkNanos(Duration.ofMillis(310).toNanos());
                    res.send();
                }),
                Endpoint.get("/boom", (req, res) -> {
                    throw new IllegalStateException();
                }),
                Endpoint.get("/refused", (req, res) -> res.status(Status.SERVICE_UNAVAILABLE_503).send()))) {
            for (String path : new String[]{"/", "/nope", "/slow", "/boom", "/refused", "/health", "/ready", "/metrics",
                "/slo", "/api/insights?count=1"}) {
                app.get(path);
            }

            // On a busy machine any request may be slow: each one's line says whether it was.
            double slow = app.lines.await(6, line -> line.has("duration_seconds")).stream()
                    .filter(line -> line.path("status_code").asInt() != 503)
                    .filter(line -> !line.path("route").asText().equals("/api/insights"))
                    .filter(line -> line.path("duration_seconds").asDouble() > 0.3).count();
            assertThat(slow).isBetween(1.0, 4.0);
            Awaitility.await().untilAsserted(() -> assertThat(counts(app))
                    .isEqualTo(Map.of("availability good", 4.0, "availability bad", 2.0, "latency good", 4 - slow,
                            "latency bad", slow)));
            JsonNode slo = Lines.parse(app.get("/slo").body());
            assertThat(slo.path("scope").asText()).isEqualTo("this instance since its start");
            JsonNode availability = slo.at("/objectives/0");
            assertThat(availability.path("slo").asText()).isEqualTo("availability");
            assertThat(availability.path("target").asDouble()).isEqualTo(0.999);
            assertThat(availability.path("good").asLong()).isEqualTo(4);
            assertThat(availability.path("bad").asLong()).isEqualTo(2);
            assertThat(availability.path("budget_left").asDouble()).isEqualTo(-332.3333);
            assertThat(availability.path("burn_5m").asDouble()).isEqualTo(333.3333);
            JsonNode latency = slo.at("/objectives/1");
            assertThat(latency.path("threshold_seconds").asDouble()).isEqualTo(0.3);
            assertThat(latency.path("burn_1h").asDouble()).isEqualTo(25 * slow);
        }
    }

    /** What a drill asked for spends nothing of a budget, and is shown apart. */
    @Test
    void whatDrillsSpendIsCountedApart() {
        DrillConfig drills = new DrillConfig(new SigningKeys("k".repeat(32), ""), false, 1, "dev");
        DrillOrder order = DrillOrder.of(DrillFault.ERRORS, Duration.ZERO, "once");
        try (TestApplication app = TestApplication.start(Map.of("DEX_DRILL_KEY", "k".repeat(32)))) {
            app.get("/");
            app.send(app.request("/").header("X-Drill", drills.header(Clock.systemUTC()).sign("GET", "/",
                    order.parameters(), Duration.ofSeconds(30))).build());

            Awaitility.await().untilAsserted(() -> assertThat(app.metrics()
                    .readings("slo_drill_requests_total"::equals)).filteredOn(one -> one.value() == 1)
                    .extracting(Reading::labels).containsExactlyInAnyOrder(
                            Map.of("slo", "availability", "result", "bad"),
                            Map.of("slo", "latency", "result", "good")));
            assertThat(counts(app)).containsEntry("availability good", 1.0).containsEntry("availability bad", 0.0);
            JsonNode availability = Lines.parse(app.get("/slo").body()).at("/objectives/0");
            assertThat(availability.path("drill_bad").asLong()).isEqualTo(1);
            assertThat(availability.path("budget_left").asDouble()).isEqualTo(1);
        }
    }

    /** A request that no filter sees is the service's all the same. */
    @Test
    void aMalformedRequestIsNoErrorOfTheServiceAndOneOfAnotherVersionNeither() {
        try (TestApplication app = TestApplication.start()) {
            app.raw().exchange("GET / HTTP/3.0\r\nHost: a\r\n\r\n");
            app.raw().exchange("G\u0000T / HTTP/1.1\r\nHost: a\r\n\r\n");

            Awaitility.await().untilAsserted(() -> assertThat(counts(app)).containsEntry("availability good", 2.0)
                    .containsEntry("availability bad", 0.0));
        }
    }

    @Test
    void withoutARequestNoBurnIsClaimed() {
        try (TestApplication app = TestApplication.start()) {
            JsonNode availability = Lines.parse(app.get("/slo").body()).at("/objectives/0");

            assertThat(availability.path("burn_5m").isNull()).isTrue();
            assertThat(availability.path("budget_left").asDouble()).isEqualTo(1);
        }
    }

    @Test
    void theFileIsSmallAndItsMistakesStopTheStart() throws IOException {
        assertThat(Files.readAllLines(Path.of("config/slo.yaml"))).hasSizeLessThanOrEqualTo(40);
        ObjectivesConfig config = AppConfig.load(Map.of()).objectives();
        assertThat(config.limits()).hasSize(9)
                .contains(new AlertLimit("LatencyHigh", "prod", 0.75, Duration.ofMinutes(3), "page"));
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), """
                slo:
                  availability: {target: 1}
                  alerts:
                    - {alert: LatencyHigh, environment: moon, above: 0, for: PT3M, severity: page}
                """);

        assertThatThrownBy(() -> AppConfig.load(Map.of("DEX_CONFIG", wrong.toString())))
                .isInstanceOf(ConfigException.class).hasMessageContaining("slo.availability.target = \"1\"")
                .hasMessageContaining("slo.alerts.above = \"0\"").hasMessageContaining("slo.alerts.for = \"PT3M\"")
                .hasMessageContaining("slo.alerts: LatencyHigh of moon is not allowed");
    }

    private static Map<String, Double> counts(TestApplication app) {
        return app.metrics().readings("slo_requests_total"::equals).stream().collect(Collectors.toMap(
                one -> one.labels().get("slo") + " " + one.labels().get("result"), one -> one.value()));
    }
}
