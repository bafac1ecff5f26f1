package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Ports;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pod that nobody uses says about itself: nothing. */
@Tag("observability")
class QuietRequestsTest {
    private static final List<String> PROBES = List.of("/health", "/ready", "/startup", "/metrics");

    private static List<JsonNode> linesOf(TestApplication app, String path) {
        return app.lines.all().stream().filter(line -> line.path("path").asText().equals(path)).toList();
    }

    /** Lines are written in their order: with that of a later request there are all of those before it. */
    private static void awaitAllLines(TestApplication app) {
        app.lines.awaitEnd(app.get("/").headers().firstValue("X-Request-ID").orElseThrow());
    }

    @Test
    void probesAndScrapesThatSucceedAreNotLogged() {
        try (TestApplication app = TestApplication.start()) {
            PROBES.forEach(app::get);
            awaitAllLines(app);

            assertThat(PROBES).allSatisfy(path -> assertThat(linesOf(app, path)).isEmpty());
            assertThat(linesOf(app, "/")).hasSize(2);
        }
    }

    @Test
    void probesAndScrapesThatSucceedAreLoggedAtDebug() {
        try (TestApplication app = TestApplication.start(Map.of("LOG_LEVEL", "DEBUG"))) {
            PROBES.forEach(app::get);
            awaitAllLines(app);

            assertThat(PROBES).allSatisfy(path -> assertThat(linesOf(app, path)).hasSize(2)
                    .allSatisfy(line -> assertThat(line.path("level").asText()).isEqualTo("DEBUG")));
        }
    }

    @Test
    void aProbeThatFailsIsLogged() {
        Map<String, String> database = Map.of("DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT",
                Integer.toString(Ports.free()), "DEX_HEALTH_FAILURES_TO_GO_DOWN", "1");
        try (TestApplication app = TestApplication.start(database)) {
            Awaitility.await().until(() -> app.get("/ready").statusCode() == 503);

            JsonNode line = app.lines.await(1, one -> one.path("path").asText().equals("/ready")).getFirst();
            assertThat(line.path("event").asText()).isEqualTo("request_completed");
            assertThat(line.path("level").asText()).isNotEqualTo("DEBUG");
            assertThat(line.path("status_code").intValue()).isEqualTo(503);
        }
    }

    /** Its beginning is at DEBUG there. */
    @ParameterizedTest
    @CsvSource({"INFO,false", "DEBUG,true"})
    void aRequestIsOneLineOnAConsole(String level, boolean two) {
        try (TestApplication app = TestApplication.start(Map.of("LOG_FORMAT", "console", "LOG_LEVEL", level))) {
            app.get("/");

            Awaitility.await().until(() -> app.lines.toString().matches("(?s).* 200 +[\\d.]+ ms GET {2}/ .*"));
            assertThat(app.lines.toString().contains(" -->           GET  / ")).isEqualTo(two);
        }
    }

    @ParameterizedTest
    @CsvSource({"dev,2", "stage,2", "prod,1"})
    void aRequestIsOneLineInProd(String environment, int lines) {
        Map<String, String> variables = new HashMap<>(Map.of("ENVIRONMENT", environment));
        variables.put("DEX_SHUTDOWN_DRAIN_DELAY", "PT0S");
        try (TestApplication app = TestApplication.start(variables)) {
            awaitAllLines(app);

            assertThat(linesOf(app, "/")).hasSize(lines).last()
                    .satisfies(line -> assertThat(line.path("event").asText()).isEqualTo("request_completed"));
        }
    }
}
