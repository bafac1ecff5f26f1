package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("observability")
class CardinalityIT {
    private static final int REQUESTS = 20_000;
    private static final int CLIENTS = 8;

    @TempDir
    private Path folder;

    @Test
    void twentyThousandDifferentRequestsAddAHandfulOfSeries() {
        try (TestApplication app = TestApplication.start(Map.of("LOG_LEVEL", "ERROR"))) {
            int before = Scrape.of(app).samples("http_requests_total").size();

            send(app);
            Awaitility.await().atMost(Duration.ofSeconds(20))
                    .until(() -> Scrape.of(app).sum("http_requests_total") == REQUESTS);

            Scrape after = Scrape.of(app);
            assertThat(after.samples("http_requests_total").size() - before).isLessThanOrEqualTo(30);
            assertThat(after.sum("http_request_duration_seconds_count")).isEqualTo(REQUESTS);
            assertThat(after.sum("http_metric_series_overflow_total")).isZero();
            assertThat(after.sum("http_requests_total", "status=\"500\"")).isZero();
        }
    }

    @Test
    void aboveTheLimitRequestsShareTheOverflowSeriesAndAreCounted() throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "metrics: {max-series: 50}");
        try (TestApplication app = TestApplication.start(Map.of("DEX_CONFIG", file.toString(), "LOG_LEVEL", "ERROR"))) {
            for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")) {
                app.send(app.request("/").method(method, HttpRequest.BodyPublishers.noBody()).build());
                app.send(app.request("/nope").method(method, HttpRequest.BodyPublishers.noBody()).build());
            }
            Awaitility.await().atMost(Duration.ofSeconds(10))
                    .until(() -> Scrape.of(app).sum("http_requests_total") == 16);

            Scrape scrape = Scrape.of(app);
            double overflow = scrape.sum("http_requests_total", "endpoint=\"overflow\"", "method=\"overflow\"",
                    "status=\"overflow\"");
            assertThat(overflow).isPositive().isEqualTo(scrape.sum("http_metric_series_overflow_total"));
            assertThat(scrape.samples("http_requests_total").size()
                    + scrape.samples("http_request_duration_seconds_count").size())
                    .isLessThanOrEqualTo(50 + 2);
        }
    }

    private static void send(TestApplication app) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random(client);
                clients.submit(() -> {
                    for (int i = 0; i < REQUESTS / CLIENTS; i++) {
                        app.send(different(app, random));
                    }
                });
            }
        }
    }

    private static HttpRequest different(TestApplication app, Random random) {
        String path = random.nextInt(4) == 0
                ? "/"
                : "/" + Long.toHexString(random.nextLong()) + "/%2e%2e/" + random.nextInt();
        String method = random.nextInt(3) == 0
                ? "M" + random.nextInt(1_000_000)
                : List.of("GET", "POST", "PUT", "DELETE", "PATCH").get(random.nextInt(5));
        HttpRequest.BodyPublisher body = random.nextInt(5) == 0
                ? HttpRequest.BodyPublishers.ofString("{\"status\":" + random.nextInt() + "}")
                : HttpRequest.BodyPublishers.noBody();
        return app.request(path + "?q=" + random.nextInt()).method(method, body).build();
    }
}
