package com.dataenginex.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Lines;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's server: who is let in, what it answers, and that it leaves no trace of itself. */
class UiTest {
    private static final String TOKEN = "the-token-of-a-viewer";
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'";

    private static TestApplication dev(Endpoint... more) {
        return TestApplication.start(Map.of("DEX_UI_TOKEN", TOKEN), more);
    }

    private static TestApplication in(String environment, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(
                Map.of("ENVIRONMENT", environment, "DEX_SHUTDOWN_DRAIN_DELAY", "PT0S"));
        variables.putAll(more);
        return TestApplication.start(variables);
    }

    /** @param lines of the head, the one with the host among them */
    private static String ask(TestApplication app, String path, String... lines) {
        return new RawClient(app.adminPort()).exchange("GET " + path + " HTTP/1.1\r\n" + String.join("\r\n", lines)
                + "\r\nConnection: close\r\n\r\n");
    }

    private static String status(String answer) {
        return answer.substring(9, 12);
    }

    @Test
    void inDevABrowserOnThisMachineNeedsNothingAndEverybodyElseTheToken() {
        try (TestApplication app = dev()) {
            assertThat(status(ask(app, "/ui", "Host: localhost:8000"))).isEqualTo("200");
            assertThat(status(ask(app, "/ui", "Host: [::1]:8000"))).isEqualTo("200");
            for (String proxy : List.of("X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 a",
                    "X-Real-IP: 127.0.0.1", "X-Forwarded-Host: localhost", "x-forwarded-proto: https",
                    "X-Original-URI: /ui", "CF-Connecting-IP: 127.0.0.1", "True-Client-IP: 127.0.0.1",
                    "X-Client-IP: 127.0.0.1", "X-Envoy-External-Address: 127.0.0.1")) {
                assertThat(status(ask(app, "/ui/api/requests", "Host: localhost", proxy))).as(proxy).isEqualTo("401");
                assertThat(status(ask(app, "/ui/api/requests", "Host: localhost", proxy,
                        "Authorization: Bearer " + TOKEN))).isEqualTo("200");
            }
        }
    }

    @Test
    void anOldProxyIsNoBrowserOnThisMachine() {
        try (TestApplication app = dev()) {
            String line = "GET /ui/api/requests HTTP/1.0\r\nHost: localhost\r\n";
            assertThat(status(new RawClient(app.adminPort()).exchange(line + "\r\n"))).isNotEqualTo("200");
            assertThat(status(ask(app, "/ui/api/requests", "Host: localhost"))).isEqualTo("200");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
        "a"})
    void isServedUnderNoForeignName(String host) {
        try (TestApplication app = dev()) {
            for (String path : List.of("/ui", "/ui/app.js", "/ui/api/requests", "/ui/api/stream")) {
                assertThat(ask(app, path, "Host: " + host, "Authorization: Bearer " + TOKEN))
                        .startsWith("HTTP/1.1 421 ").contains("Content-Security-Policy: " + POLICY);
            }
        }
    }

    @Test
    void isServedUnderTheConfiguredNames() {
        try (TestApplication app = TestApplication
                .start(Map.of("DEX_UI_TOKEN", TOKEN, "DEX_UI_HOSTS", "Ops.example.com"))) {
            assertThat(status(ask(app, "/ui", "Host: ops.example.com:8000", "Authorization: Bearer " + TOKEN)))
                    .isEqualTo("200");
            assertThat(status(ask(app, "/ui", "Host: ops.example.com:8000"))).isEqualTo("401");
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefusedWhateverCorsAllows() {
        try (TestApplication app = TestApplication.start(Map.of("DEX_SERVER_CORS_ORIGINS", "*"))) {
            for (String origin : List.of("Origin: http://evil.example", "Origin: null", "Origin: http://localhost:1",
                    "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Sec-Fetch-Site: new")) {
                assertThat(ask(app, "/ui/api/requests", "Host: localhost:8000", origin)).as(origin)
                        .startsWith("HTTP/1.1 403 ").doesNotContain("Access-Control");
            }
            assertThat(ask(app, "/ui/api/requests", "Host: localhost:8000", "Origin: http://localhost:8000"))
                    .startsWith("HTTP/1.1 200 ").doesNotContain("Access-Control");
            for (String site : List.of("same-origin", "none")) {
                assertThat(status(ask(app, "/ui/app.js", "Host: localhost", "Sec-Fetch-Site: " + site)))
                        .isEqualTo("200");
            }
            assertThat(status(ask(app, "/ui", "Host: localhost", "Sec-Fetch-Site: same-site"))).isEqualTo("200");
        }
    }

    @Test
    void theTokenStaysInNoAddress() {
        try (TestApplication app = dev()) {
            for (String cookie : List.of("Accept: */*", "Authorization: Bearer " + TOKEN)) {
                assertThat(ask(app, "/ui/api/requests?q=a:b&token=" + TOKEN + "&max=2", "Host: localhost", cookie))
                        .startsWith("HTTP/1.1 303 ")
                        .contains("Location: /ui/api/requests?q=a:b&max=2\r\n", "Set-Cookie: ")
                        .doesNotContain(TOKEN);
            }
            assertThat(ask(app, "/ui?%74oken=wrong", "Host: localhost")).startsWith("HTTP/1.1 303 ")
                    .contains("Location: /ui\r\n").doesNotContain("Set-Cookie");
        }
    }

    @Test
    void aConfiguredTokenIsShownNowhereAndAskedForOnTheLoopbackToo() {
        try (TestApplication app = in("stage", Map.of("DEX_UI_ENABLED", "true", "DEX_UI_TOKEN", TOKEN))) {
            assertThat(started(app)).isEqualTo("http://127.0.0.1:" + app.port() + "/ui");
            assertThat(app.lines.all().toString()).doesNotContain(TOKEN);
        }
        try (TestApplication app = in("stage",
                Map.of("DEX_UI_ENABLED", "true", "DEX_UI_TOKEN", TOKEN, "ADMIN_PORT", "0"))) {
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("401");
            assertThat(status(ask(app, "/ui", "Host: localhost", "Authorization: Bearer " + TOKEN))).isEqualTo("200");
        }
        UiConfig configured = new UiConfig(true, TOKEN, Set.of(), Map.of(),
                Map.of("prometheus", URI.create("http://a:secret@b")));
        assertThat(configured.toString()).doesNotContain(TOKEN, "secret");
    }

    @Test
    void theTokenBecomesACookieThatNoScriptReads() {
        try (TestApplication app = in("stage", Map.of("DEX_UI_ENABLED", "true", "DEX_UI_TOKEN", TOKEN))) {
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("401");
            assertThat(status(ask(app, "/ui?token=" + TOKEN + "x", "Host: localhost"))).isEqualTo("401");
            String exchanged = ask(app, "/ui?token=" + TOKEN, "Host: localhost");
            assertThat(exchanged).startsWith("HTTP/1.1 303 ").contains("Location: /ui\r\n").doesNotContain(TOKEN);
            String cookie = exchanged.replaceAll("(?s).*Set-Cookie: ([^\r]*)\r.*", "$1");
            assertThat(cookie).endsWith("; Path=/ui; HttpOnly; SameSite=Strict");

            String kept = cookie.substring(0, cookie.indexOf(';'));
            assertThat(status(ask(app, "/ui/api/requests", "Host: localhost", "Cookie: " + kept))).isEqualTo("200");
            assertThat(status(ask(app, "/ui/api/requests", "Host: localhost", "Cookie: " + kept + "0")))
                    .isEqualTo("401");
            // A browser that comes by a link from elsewhere is asked to come again, with its cookie.
            assertThat(ask(app, "/ui", "Host: localhost", "Accept: text/html", "Sec-Fetch-Site: cross-site"))
                    .startsWith("HTTP/1.1 401 ").contains("http-equiv=\"refresh\"");
            assertThat(ask(app, "/ui", "Host: localhost", "Accept: text/html")).startsWith("HTTP/1.1 401 ")
                    .doesNotContain("http-equiv=\"refresh\"");
        }
    }

    @Test
    void isOffInProdAndStageUntilItIsSwitchedOnWithAToken() {
        try (TestApplication app = in("stage", Map.of())) {
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("404");
        }
        try (TestApplication app = in("prod", Map.of("DEX_UI_ENABLED", "true"))) {
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("404");
            app.lines.await(1, line -> line.path("event").asText().equals("cockpit_is_off"));
        }
        try (TestApplication app = in("prod",
                Map.of("DEX_UI_ENABLED", "true", "ADMIN_PORT", "0", "DEX_UI_TOKEN", ""))) {
            // Its listener is the loopback's own.
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("200");
            assertThat(app.get("/ui").statusCode()).isEqualTo(404);
        }
        try (TestApplication app = in("prod", Map.of("DEX_UI_ENABLED", "true", "DEX_UI_TOKEN", TOKEN))) {
            assertThat(status(ask(app, "/ui", "Host: localhost"))).isEqualTo("401");
            assertThat(app.lines.await(1, line -> line.path("event").asText().equals("service_started")).getFirst()
                    .path("cockpit").asText()).endsWith("/ui");
            assertThat(app.lines.all().toString()).doesNotContain(TOKEN);
        }
    }

    @Test
    void theStartLineNamesThePage() {
        try (TestApplication app = dev()) {
            assertThat(started(app)).isEqualTo("http://127.0.0.1:" + app.port() + "/ui");
        }
        try (TestApplication app = in("stage", Map.of("DEX_UI_ENABLED", "true"))) {
            assertThat(started(app)).matches("http://127.0.0.1:" + app.port() + "/ui\\?token=[\\w-]{32}");
            assertThat(status(ask(app, started(app).replaceAll(".*(/ui.*)", "$1"), "Host: localhost")))
                    .isEqualTo("303");
        }
    }

    private static String started(TestApplication app) {
        return app.lines.await(1, line -> line.path("event").asText().equals("service_started")).getFirst()
                .path("cockpit").asText();
    }

    @Test
    void itsFilesAreAskedForAgainAndSentOnce() {
        try (TestApplication app = dev()) {
            for (String path : List.of("/ui", "/ui/app.js", "/ui/style.css", "/ui/icon.svg", "/ui/lib/lit-html.js",
                    "/ui/lib/uPlot.js", "/ui/lib/uPlot.css")) {
                HttpResponse<String> first = app.get(path);
                assertThat(first.statusCode()).as(path).isEqualTo(200);
                assertThat(first.headers().map()).containsEntry("Content-Security-Policy", List.of(POLICY))
                        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                        .containsEntry("Referrer-Policy", List.of("no-referrer"))
                        .containsEntry("Cache-Control", List.of("no-cache"));
                HttpResponse<String> again = app.send(app.request(path)
                        .header("If-None-Match", first.headers().firstValue("ETag").orElseThrow()).build());
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.headers().firstValue("Content-Length")).as(path).isEmpty();
            }
            for (String path : List.of("/ui/none.js", "/ui/index.html", "/ui/..%2fopenapi.yaml", "/ui/lib/none.js")) {
                assertThat(app.get(path).statusCode()).as(path).isBetween(400, 404);
            }
            assertThat(app.get("/ui/api/figures").headers().firstValue("Cache-Control")).contains("no-store");
        }
    }

    @Test
    void leavesNoSignalOfItself() {
        try (TestApplication app = TestApplication.start(Map.of("LOG_LEVEL", "DEBUG"))) {
            Awaitility.await().until(() -> !figures(app).path("rows").isEmpty());
            for (String path : List.of("/ui", "/ui/app.js", "/ui/api/requests?all=true", "/ui/api/logs",
                    "/ui/api/stream?batches=1", "/ui/api/requests?follow=true&batches=1", "/ui/api/requests/none")) {
                app.get(path);
            }
            app.get("/after");

            app.lines.await(1, line -> line.path("path").asText().equals("/after"));
            assertThat(app.lines.all()).noneMatch(line -> line.path("path").asText().startsWith("/ui"));
            assertThat(requests(app, "?all=true").findValuesAsText("path")).containsExactly("/after");
            String scrape = app.get("/metrics").body();
            assertThat(scrape).doesNotContain("/ui");
            assertThat(scrape).contains("http_requests_in_flight 0.0");
        }
    }

    @Test
    void showsWhatTheLogShowsOfARequest() {
        try (TestApplication app = dev(Endpoint.get("/boom", (req, res) -> {
            throw new IllegalStateException("<b>boom</b>");
        }))) {
            app.send(app.request("/boom?currency=EUR&token=secret").header("X-Request-ID", "one/1").build());
            app.get("/");

            Awaitility.await().until(() -> requests(app, "").path("requests").size() == 2);
            JsonNode rows = requests(app, "?q=status:5xx").path("requests");
            assertThat(rows.findValuesAsText("path")).containsExactly("/boom");
            JsonNode row = rows.get(0);
            assertThat(row.path("query").asText()).isEqualTo("currency=EUR&token=[redacted]");
            assertThat(row.path("kept").asText()).isEqualTo("error");

            JsonNode whole = Lines.parse(app.get("/ui/api/requests/" + row.path("trace_id").asText()).body())
                    .path("requests").get(0);
            assertThat(whole.path("problem").path("status").intValue()).isEqualTo(500);
            assertThat(whole.path("spans").findValuesAsText("name")).contains("GET /boom");
            assertThat(whole.path("lines").findValuesAsText("event")).contains("request_failed");
            assertThat(whole.toString()).doesNotContain("secret").contains("<b>boom</b>");
            // The log's writer has it a moment later.
            Awaitility.await().until(() -> Lines.parse(app.get("/ui/api/logs?q=event:request_failed").body())
                    .path("lines").size() == 1);
        }
    }

    @Test
    void showsWhichParameterWasWrongWithoutItsValue() {
        try (TestApplication app = dev()) {
            assertThat(app.send(app.request("/api/insights?count=a-secret").header("X-Request-ID", "wrong").build())
                    .statusCode()).isEqualTo(400);

            Awaitility.await().until(() -> app.get("/ui/api/requests/wrong").statusCode() == 200);
            JsonNode problem = Lines.parse(app.get("/ui/api/requests/wrong").body()).path("requests").get(0)
                    .path("problem");
            assertThat(problem.path("errors").findValuesAsText("field")).containsExactly("count");
            // Which values of the query are shown, logging.query-values says.
            assertThat(problem.toString()).doesNotContain("a-secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception_type:IllegalState", "EXCEPTION_MESSAGE:\"of 10:30\"", "status_code:500",
        "of 10:30", "localhost:1", "Event:request_failed at.localhost:1", "-status_code:200 logger:request"})
    void findsLinesByTheirFieldsAndByTextWithAColon(String words) {
        try (TestApplication app = dev(Endpoint.get("/boom", (req, res) -> {
            throw new IllegalStateException("of 10:30 at.localhost:1");
        }))) {
            app.get("/");
            app.get("/boom");

            String query = "/ui/api/logs?q="
                    + java.net.URLEncoder.encode(words, java.nio.charset.StandardCharsets.UTF_8);
            Awaitility.await().untilAsserted(() -> assertThat(
                    Lines.parse(app.get(query).body()).path("lines").findValuesAsText("event"))
                    .contains("request_failed"));
            assertThat(app.get(query).body()).doesNotContain("service_started");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"status:404", "status:4xx", "-status:200", "route:unmatched", "NOPE", "path:/nope",
        "method:get status:404", "\"nothing at this path\"", "status:404 <10s -kept:yes"})
    void findsByTheWordsThatOneExpects(String words) {
        try (TestApplication app = dev()) {
            app.get("/");
            app.get("/nope");

            Awaitility.await().until(() -> requests(app, "").path("requests").size() == 2);
            String query = "?q=" + java.net.URLEncoder.encode(words, java.nio.charset.StandardCharsets.UTF_8);
            assertThat(requests(app, query).findValuesAsText("path")).containsExactly("/nope");
        }
    }

    @Test
    void figuresFollowTheRequests() {
        try (TestApplication app = dev()) {
            for (int i = 0; i < 30; i++) {
                app.get(i % 3 == 0 ? "/nope" : "/");
            }
            Awaitility.await().until(() -> sum(app, "rate_2xx") > 0 && sum(app, "rate_4xx") > 0);

            JsonNode figures = figures(app);
            assertThat(figures.path("state").path("ready").booleanValue()).isTrue();
            assertThat(figures.path("state").path("alerts")).hasSize(3);
            assertThat(figures.path("state").path("limits").path("in_flight").intValue()).isEqualTo(1_000);
            assertThat(sum(app, "rate_5xx")).isZero();
        }
    }

    private static double sum(TestApplication app, String column) {
        JsonNode figures = figures(app);
        int index = -1;
        for (int i = 0; i < figures.path("columns").size(); i++) {
            index = figures.path("columns").get(i).asText().equals(column) ? i : index;
        }
        double sum = 0;
        for (JsonNode row : figures.path("rows")) {
            sum += row.get(index + 1).doubleValue();
        }
        return sum;
    }

    @Test
    void listsWhatIsUnderWay() {
        CountDownLatch release = new CountDownLatch(1);
        try (TestApplication app = dev(Endpoint.get("/hold", Handlers.hold(release)))) {
            Thread held = Thread.ofVirtual().start(() -> app.get("/hold"));
            Awaitility.await().until(() -> requests(app, "").path("running").size() == 1);
            assertThat(requests(app, "").path("running").get(0).path("path").asText()).isEqualTo("/hold");
            for (String words : List.of("path:/hold", "-status:200", "method:get", "HOLD", "%3C10m")) {
                assertThat(requests(app, "?q=" + words).path("running")).as(words).hasSize(1);
            }
            for (String words : List.of("path:/other", "status:200", "-method:get", "%3E10m", "kept:yes")) {
                assertThat(requests(app, "?q=" + words).path("running")).as(words).isEmpty();
            }
            release.countDown();
            Awaitility.await().until(() -> requests(app, "").path("running").isEmpty());
            Awaitility.await().until(() -> !held.isAlive());
        }
    }

    static JsonNode requests(TestApplication app, String query) {
        return Lines.parse(app.get("/ui/api/requests" + query).body());
    }

    static JsonNode figures(TestApplication app) {
        return Lines.parse(app.get("/ui/api/figures").body());
    }
}
