package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorsTest {
    private static final String ORIGIN = "https://app.example.com";

    @TempDir
    private Path folder;

    @Test
    void isOffByDefault() {
        try (TestApplication app = TestApplication.start()) {
            assertThat(ask(app, "/", ORIGIN).headers().map().keySet()).noneMatch(name -> name.startsWith("access-"));
        }
    }

    @Test
    void letsTheConfiguredOriginsReadAnswersAndErrors() {
        try (TestApplication app = app("[\"" + ORIGIN + "\", \"http://localhost:3000\"]")) {
            for (String path : new String[]{"/", "/nope", "/api/insights?count=0", "/ready"}) {
                HttpHeaders headers = ask(app, path, ORIGIN).headers();

                assertThat(headers.firstValue("Access-Control-Allow-Origin")).as(path).contains(ORIGIN);
                assertThat(headers.firstValue("Access-Control-Expose-Headers").orElseThrow()).contains("X-Request-ID",
                        "Server-Timing");
                assertThat(headers.firstValue("Timing-Allow-Origin")).as(path).contains(ORIGIN);
                assertThat(headers.firstValue("Vary")).contains("Origin");
            }
            HttpHeaders other = ask(app, "/", "https://evil.example.com").headers();
            assertThat(other.firstValue("Access-Control-Allow-Origin")).isEmpty();
            assertThat(other.firstValue("Timing-Allow-Origin")).isEmpty();
            assertThat(other.firstValue("Vary")).contains("Origin");
        }
    }

    @Test
    void answersAPreflightAndCountsItAtItsRoute() {
        try (TestApplication app = app("\"*\"")) {
            HttpResponse<String> preflight = app.send(app.request("/api/insights").header("Origin", ORIGIN)
                    .header("Access-Control-Request-Method", "GET")
                    .header("Access-Control-Request-Headers", "last-event-id")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody()).build());

            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods").orElseThrow()).contains("GET");
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
                    .contains("Last-Event-ID");
            app.lines.awaitEnd(preflight.headers().firstValue("X-Request-ID").orElseThrow());
            assertThat(Scrape.of(app).sum("http_requests_total", "method=\"OPTIONS\"", "endpoint=\"/api/insights\""))
                    .isEqualTo(1);
        }
    }

    private TestApplication app(String origins) {
        return TestApplication.start(folder, "server: {cors-origins: " + origins + "}", Map.of());
    }

    private static HttpResponse<String> ask(TestApplication app, String path, String origin) {
        return app.send(app.request(path).header("Origin", origin).build());
    }
}
