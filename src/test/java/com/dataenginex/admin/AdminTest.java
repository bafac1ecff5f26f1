package com.dataenginex.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.dataenginex.tracing.SpanStarter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator can ask of a running process, on the listener of probes and metrics. */
class AdminTest {
    private static final String TOKEN = "the-token-of-the-operator";
    private static final String LEVEL = "/admin/log-level";
    private static final String THREADS = "/admin/threads";
    private static final String CONFIG = "/admin/config";
    private static final String RECORDING = "/admin/jfr";
    private static final String ADMISSION = "com.dataenginex.limits";

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch release = new CountDownLatch(1);
    private TestApplication app;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        app = app(Map.of());
    }

    @AfterEach
    void stop() {
        release.countDown();
        client.close();
        app.close();
    }

    private TestApplication app(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of("ADMIN_PORT", "0", "DEX_ADMIN_TOKEN", TOKEN,
                "DEX_COINDESK_API_KEY", "key-of-coindesk"));
        variables.putAll(more);
        return TestApplication.start(variables, Endpoint.get("/hold/{id}", Handlers.hold(release)),
                Endpoint.get("/helped", (req, res) -> {
                    Thread.ofVirtual().name("helper").start(SpanStarter.carry(this::awaitRelease)).join();
                    res.send();
                }));
    }

    @ParameterizedTest
    @CsvSource({"PUT,/admin/log-level", "GET,/admin/config", "GET,/admin/threads", "POST,/admin/jfr"})
    void asksForTheTokenOnTheOperatorsListenerAlone(String method, String path) {
        for (String wrong : List.of("", "Bearer", "Bearer ", "Bearer " + TOKEN + "x", "Bearer the", "Basic " + TOKEN,
                TOKEN)) {
            HttpRequest.Builder request = admin(path).method(method, HttpRequest.BodyPublishers.noBody());
            HttpResponse<String> refused = send(wrong.isEmpty()
                    ? request.build()
                    : request.header("Authorization", wrong).build());

            assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        JsonNode line = app.lines.await(7, one -> is(one, "admin_refused")).getFirst();
        assertThat(line.path("client_host").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("endpoint").asText()).isEqualTo(method + " " + path);
        assertThat(app.send(app.request(path).header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.noBody()).build()).statusCode()).isEqualTo(404);
        assertThat(app.lines.toString()).doesNotContain(TOKEN);
    }

    @Test
    void withoutATokenNothingIsThere() {
        app.close();
        app = app(Map.of("DEX_ADMIN_TOKEN", ""));

        for (String path : List.of(LEVEL, CONFIG, THREADS, RECORDING)) {
            assertThat(send(asked(path).build()).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(app.endpoints()).noneMatch(endpoint -> endpoint.template().startsWith("/admin"));
    }

    @Test
    void aLevelIsAnotherOneForAWhileAndThenBackByItself() {
        assertThat(app.get("/").statusCode()).isEqualTo(200);
        assertThat(app.lines.of("request_admitted")).isEmpty();

        HttpResponse<String> set = put(ADMISSION, "DEBUG", "PT1S");
        Awaitility.await().until(() -> {
            app.get("/");
            return !app.lines.of("request_admitted").isEmpty();
        });

        JsonNode answer = Lines.parse(set.body());
        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(answer.path("logger").asText()).isEqualTo(ADMISSION);
        assertThat(Instant.parse(answer.path("until").asText())).isBefore(Instant.now().plusSeconds(2));
        app.lines.await(1, line -> is(line, "log_level_reverted"));
        assertThat(Logger.getLogger(ADMISSION).getLevel()).isNull();
        assertThat(overrides()).isZero();
        assertThat(app.lines.of("admin_used")).singleElement().satisfies(line -> {
            assertThat(line.path("endpoint").asText()).isEqualTo("PUT " + LEVEL);
            assertThat(line.path("client_host").asText()).isEqualTo("127.0.0.1");
            assertThat(line.path("changed_logger").asText()).isEqualTo(ADMISSION);
            assertThat(line.path("changed_level").asText()).isEqualTo("DEBUG");
        });
    }

    @Test
    void aGaugeSaysHowManyAreChangedAndAStopPutsThemBack() {
        put(ADMISSION, "DEBUG", "PT1H");
        put(ADMISSION, "WARNING", "PT1H");
        put("root", "ERROR", "PT1H");

        assertThat(overrides()).isEqualTo(2);
        assertThat(app.lines.await(3, line -> is(line, "admin_used"))).hasSize(3);
        put("com.dataenginex.external", "DEBUG", "PT1H");
        assertThat(app.lines.await(4, line -> is(line, "admin_used"))).as("said even now").hasSize(4);
        app.close();
        assertThat(Logger.getLogger(ADMISSION).getLevel()).isNull();
        assertThat(Logger.getLogger("").getLevel().getName()).isEqualTo("INFO");
    }

    @Test
    void aLevelThatIsSetAgainLastsFromThen() {
        put(ADMISSION, "DEBUG", "PT1S");
        put(ADMISSION, "INFO", "PT1H");
        put("com.dataenginex.external", "DEBUG", "PT1S");

        app.lines.await(1, line -> is(line, "log_level_reverted"));

        assertThat(Logger.getLogger(ADMISSION).getLevel().getName()).isEqualTo("INFO");
        assertThat(overrides()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"logger\":\"a\",\"level\":\"LOUD\"}",
        "{\"logger\":\"a\",\"level\":\"DEBUG\",\"ttl\":\"PT1H0.001S\"}",
        "{\"logger\":\"a\",\"level\":\"DEBUG\",\"ttl\":\"PT0S\"}",
        "{\"logger\":\"a\",\"level\":\"DEBUG\",\"ttl\":\"soon\"}",
        "{\"logger\":\"a b\",\"level\":\"DEBUG\"}", "{\"logger\":\"a\",\"level\":\"DEBUG\",\"for\":\"ever\"}",
        "{\"logger\":\"io.helidon.webserver.http1.Http1Connection\",\"level\":\"DEBUG\"}",
        "{\"logger\":\"com.dataenginex.admin.AdminToken\",\"level\":\"OFF\"}"})
    void whatIsNotAllowedChangesNothing(String body) {
        assertThat(put(body).statusCode()).isEqualTo(400);
        assertThat(overrides()).isZero();
    }

    /** At DEBUG Helidon's own line repeats what a client sent wrong, secrets included. */
    @Test
    void whatClientsSentWrongIsNotSaidAtDebugEither() {
        put("root", "DEBUG", "PT1M");

        app.raw().exchange("GET / HTTP/1.1\r\nHost: a\r\nAuthorization hunter2\r\n\r\n");

        app.lines.await(1, line -> line.path("status_code").intValue() == 400);
        assertThat(app.lines.toString()).doesNotContain("hunter2");
    }

    @Test
    void theConfigurationHasEachKeyItsValueAndItsSourceButNoSecret() {
        HttpResponse<String> response = send(asked(CONFIG).build());

        JsonNode config = Lines.parse(response.body());
        assertThat(config.path("environment").asText()).isEqualTo("dev");
        Map<String, JsonNode> byKey = new HashMap<>();
        config.path("settings").forEach(setting -> byKey.put(setting.path("key").asText(), setting));
        assertThat(byKey).hasSizeGreaterThan(60);
        assertThat(byKey.get("server.port").path("value").asText()).isEqualTo("0");
        assertThat(byKey.get("server.port").path("source").asText()).isEqualTo("environment variable PORT");
        assertThat(byKey.get("admin.token").path("value").asText()).isEqualTo("\"[redacted]\"");
        assertThat(response.body()).doesNotContain(TOKEN, "key-of-coindesk");
        assertThat(app.lines.await(1, line -> is(line, "admin_used"))).hasSize(1);
    }

    @Test
    void whatThereIsNoRoomForIsShownAsWhatThereIs() {
        app.close();
        app = app(Map.of("DEX_SERVER_MAX_CONNECTIONS", "1000000"));
        double limit = new Scrape(send(asked("/metrics").build()).body()).sum("http_connections_limit");

        HttpResponse<String> response = send(asked(CONFIG).build());

        assertThat(limit).isLessThan(1_000_000);
        assertThat(Lines.parse(response.body()).path("settings"))
                .filteredOn(setting -> setting.path("key").asText().equals("server.max-connections")).singleElement()
                .satisfies(setting -> {
                    assertThat(setting.path("value").asText()).isEqualTo(Long.toString((long) limit));
                    assertThat(setting.path("source").asText())
                            .isEqualTo("environment variable DEX_SERVER_MAX_CONNECTIONS, lowered from 1000000");
                });
    }

    @Test
    void aThreadThatHelpsIsThereWithTheRequestToo() {
        CompletableFuture<HttpResponse<String>> helped = client.sendAsync(
                app.request("/helped").header("X-Request-ID", "helped-7").build(),
                HttpResponse.BodyHandlers.ofString());

        Awaitility.await().until(() -> helpers("helped-7") == 2);
        release.countDown();
        helped.join();
        Awaitility.await().until(() -> helpers("helped-7") == 0);
    }

    private List<JsonNode> threads() {
        List<JsonNode> threads = new ArrayList<>();
        Lines.parse(send(asked(THREADS).build()).body()).path("threads").forEach(threads::add);
        return threads;
    }

    private long helpers(String requestId) {
        return threads().stream().filter(thread -> thread.at("/request/request_id").asText().equals(requestId)).count();
    }

    @Test
    void theThreadsAreThereWithTheVirtualOnesAndTheirRequests() {
        CompletableFuture<HttpResponse<String>> held = client.sendAsync(
                app.request("/hold/7").header("X-Request-ID", "held-7").build(),
                HttpResponse.BodyHandlers.ofString());
        Awaitility.await().until(() -> send(asked(THREADS).build()).body().contains("held-7"));

        List<JsonNode> threads = threads();
        release.countDown();
        held.join();

        assertThat(threads).filteredOn(thread -> thread.at("/request/request_id").asText().equals("held-7"))
                .singleElement().satisfies(thread -> {
                    assertThat(thread.path("virtual").booleanValue()).isTrue();
                    assertThat(thread.at("/request/path").asText()).isEqualTo("/hold/7");
                    assertThat(thread.at("/request/route").asText()).isEqualTo("/hold/{id}");
                    assertThat(thread.at("/request/age_seconds").doubleValue()).isPositive();
                    assertThat(thread.path("stack").toString()).contains("CountDownLatch.await");
                });
        assertThat(threads).filteredOn(thread -> thread.path("name").asText().equals("log-writer"))
                .isNotEmpty().allSatisfy(thread -> assertThat(thread.path("virtual").booleanValue()).isFalse());
        Awaitility.await().until(() -> !send(asked(THREADS).build()).body().contains("held-7"));
    }

    @Test
    void aRecordingIsStreamedOneAtATimeAndHoldsNoSecret() throws IOException {
        CompletableFuture<HttpResponse<byte[]>> first = client.sendAsync(recording("?seconds=3"),
                HttpResponse.BodyHandlers.ofByteArray());
        app.lines.await(1, line -> is(line, "admin_used"));
        assertThat(send(recording("?seconds=1")).statusCode()).isEqualTo(409);

        HttpResponse<byte[]> response = first.join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/octet-stream");
        Path file = Files.write(folder.resolve("recording.jfr"), response.body());
        Set<String> events = RecordingFile.readAllEvents(file).stream().map(event -> event.getEventType().getName())
                .collect(Collectors.toSet());
        assertThat(events).contains("jdk.CPULoad")
                .noneMatch(name -> name.matches("jdk.(Initial.*|JVMInformation|SystemProcess)"));
        assertThat(new String(response.body(), StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN);
        assertThat(app.lines.of("admin_used").getFirst().path("seconds").intValue()).isEqualTo(3);
        assertThat(send(recording("?seconds=1")).statusCode()).as("afterwards").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "121", "-1", "x"})
    void aRecordingLastsNoLongerThanTwoMinutes(String seconds) {
        assertThat(send(recording("?seconds=" + seconds)).statusCode()).isEqualTo(400);
    }

    @Test
    void aStopEndsARecordingAndSendsIt() {
        CompletableFuture<HttpResponse<byte[]>> first = client.sendAsync(recording("?seconds=120"),
                HttpResponse.BodyHandlers.ofByteArray());
        app.lines.await(1, line -> is(line, "admin_used"));

        assertThat(app.stop()).isTrue();
        assertThat(first.join().body()).isNotEmpty();
    }

    private double overrides() {
        return new Scrape(send(asked("/metrics").build()).body()).sum("log_level_overrides");
    }

    private HttpResponse<String> put(String logger, String level, String ttl) {
        return put("{\"logger\":\"" + logger + "\",\"level\":\"" + level + "\",\"ttl\":\"" + ttl + "\"}");
    }

    private HttpResponse<String> put(String body) {
        return send(asked(LEVEL).header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpRequest recording(String query) {
        return asked(RECORDING + query).POST(HttpRequest.BodyPublishers.noBody()).build();
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder asked(String path) {
        return admin(path).header("Authorization", "Bearer " + TOKEN);
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.adminPort() + path))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> send(HttpRequest request) {
        return app.send(request);
    }

    private static boolean is(JsonNode line, String event) {
        return line.path("event").asText().equals(event);
    }
}
