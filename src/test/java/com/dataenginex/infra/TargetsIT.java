package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.JsonApi;
import com.dataenginex.support.Ports;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in for many instances, of which docs/SCALE.md has the figures. */
class TargetsIT {
    @TempDir
    private Path folder;

    @Test
    void eachInstanceIsARealScrapeWhoseCountersMove() throws IOException {
        Scrape real = real("text/plain");
        int port = Ports.free();
        Process targets = start(real, port);
        try {
            JsonApi discovery = new JsonApi(port, "/");
            assertThat(discovery.get("targets").get(2).path("labels").path("instance").asText())
                    .isEqualTo("10.0.0.2:8000");
            Scrape first = scrape(port, 0);
            Scrape later = Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> scrape(port, 0),
                    one -> one.sum("http_requests_total") > first.sum("http_requests_total"));

            assertThat(first.names()).isEqualTo(real.names());
            assertThat(first.series()).isEqualTo(real.series());
            assertThat(later.sum("http_request_duration_seconds_bucket", "le=\"+Inf\""))
                    .isEqualTo(later.sum("http_request_duration_seconds_count"));
            assertThat(later.sum("http_requests_in_flight_limit")).isEqualTo(real.sum("http_requests_in_flight_limit"));
        } finally {
            Tool.end(targets);
        }
    }

    @Test
    void inOpenMetricsEachExemplarIsANewOne() throws IOException {
        Scrape real = real("application/openmetrics-text; version=1.0.0");
        int port = Ports.free();
        Process targets = start(real, port);
        try {
            Scrape first = scrape(port, 0);
            Scrape second = scrape(port, 1);

            assertThat(first.names()).isEqualTo(real.names());
            assertThat(first.series()).isEqualTo(real.series());
            assertThat(first.text()).endsWith("# EOF\n");
            assertThat(traces(real)).isNotEmpty();
            assertThat(traces(first)).hasSameSizeAs(traces(real)).doesNotContainAnyElementsOf(traces(second));
        } finally {
            Tool.end(targets);
        }
    }

    private static List<String> traces(Scrape scrape) {
        return Pattern.compile("# \\{span_id=\"[0-9a-f]{16}\",trace_id=\"([0-9a-f]{32})\"} [0-9.]+ [0-9.]+")
                .matcher(scrape.text()).results().map(found -> found.group(1)).toList();
    }

    /** Every request of which is sampled. */
    private static Scrape real(String type) {
        try (TestApplication app = TestApplication.start()) {
            app.get("/");
            app.get("/nothing-here");
            return new Scrape(app.send(app.request("/metrics").header("Accept", type).build()).body());
        }
    }

    private Process start(Scrape scrape, int port) throws IOException {
        Path file = Files.writeString(folder.resolve("scrape"), scrape.text());
        Process targets = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "infra/scale/Targets.java", file.toString(), "3", Integer.toString(port)).inheritIO().start();
        JsonApi discovery = new JsonApi(port, "/");
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> discovery.get("targets").size() == 3);
        return targets;
    }

    private static Scrape scrape(int port, int instance) throws IOException {
        try (InputStream in = URI.create("http://127.0.0.1:" + port + "/metrics/" + instance).toURL().openStream()) {
            return new Scrape(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
