package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.http.Endpoint;
import com.dataenginex.AppConfig;
import com.dataenginex.config.ConfigException;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Ports;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("observability")
class HealthTest {
    private static final String FAST = "health: {interval: PT0.02S, timeout: PT1S";

    @TempDir
    private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        open.add(listening);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void withoutDependenciesEverythingIsUpAndSkipped() throws IOException {
        TestApplication app = app("}", Map.of());

        for (String path : List.of("/health", "/ready", "/startup")) {
            HttpResponse<String> response = app.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertThat(String.join(",", response.headers().allValues("Cache-Control"))).contains("no-store");
            assertThat(Lines.parse(response.body()).path("status").asText()).isEqualTo("UP");
            assertThat(app.send(app.request(path).HEAD().build()).statusCode()).isEqualTo(200);
            assertThat(app.send(app.request(path).POST(HttpRequest.BodyPublishers.noBody()).build()).statusCode())
                    .isEqualTo(405);
        }
        for (String name : List.of("database", "cache", "external_api")) {
            assertThat(component(app, "/ready", name).path("data").path("state").asText()).isEqualTo("skipped");
            assertThat(component(app, "/health", name).path("data").path("state").asText()).isEqualTo("skipped");
        }
        for (String path : List.of("/health", "/ready", "/startup")) {
            assertThat(Lines.parse(app.get(path).body()).path("checks")).as(path).isNotEmpty()
                    .allSatisfy(check -> assertThat(check.path("data").properties()).extracting(Map.Entry::getKey)
                            .containsExactlyInAnyOrder("state", "message", "duration_ms", "since"));
        }
        assertThat(component(app, "/health", "process").path("status").asText()).isEqualTo("UP");
    }

    /** As without a file descriptor: who needs the class fails until the process is another one. */
    @Test
    void aClassThatCouldNotBeInitializedIsSeenOnceARequestNeedsIt() {
        try (TestApplication app = TestApplication.start(Map.of("DEX_HEALTH_INTERVAL", "PT0.02S", "DEX_HEALTH_TIMEOUT",
                "PT1S"), Endpoint.get("/unusable", (req, res) -> res.send(Unusable.VALUE)),
                Endpoint.get("/wrong", (req, res) -> res.send(Wrong.VALUE)))) {
            assertThat(app.get("/wrong").statusCode()).isEqualTo(500);
            assertThat(app.get("/wrong").statusCode()).isEqualTo(500);
            assertThat(component(app, "/health", "process").path("status").asText())
                    .as("what fails for a reason of its own fails after a restart too").isEqualTo("UP");

            assertThat(app.get("/unusable").statusCode()).isEqualTo(500);

            Awaitility.await().until(() -> app.get("/health").statusCode() == 503);
            assertThat(component(app, "/health", "process").path("data").path("message").asText())
                    .endsWith("only a restart helps");
        }
    }

    private static final class Unusable {
        static final String VALUE = lacking();

        private static String lacking() {
            throw new IllegalStateException(new IOException("/dev/urandom (Too many open files)"));
        }
    }

    private static final class Wrong {
        static final String VALUE = String.valueOf(Integer.parseInt("no number"));
    }

    @Test
    void aHardDependencyThatWorksShowsWhatIsKnownOfIt() throws IOException {
        Instant before = Instant.now().minusMillis(1);
        TestApplication app = app("}", database(listening.getLocalPort()));

        JsonNode data = component(app, "/ready?details", "database").path("data");

        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
        assertThat(data.path("state").asText()).isEqualTo("healthy");
        assertThat(data.path("message").asText()).isEqualTo("works");
        assertThat(data.path("duration_ms").isNumber()).isTrue();
        assertThat(data.path("since").asText()).startsWith("20");
        String address = "tcp://127.0.0.1:" + listening.getLocalPort();
        assertThat(data.path("address").asText()).isEqualTo(address);
        assertThat(Instant.parse(data.path("last_check").asText())).isBetween(before, Instant.now());
        Scrape scrape = Scrape.of(app);
        assertThat(scrape.sum("dependency_up", "name=\"database\"", "hard=\"true\"")).isEqualTo(1);
        assertThat(scrape.sum("dependency_up", "name=\"external_api\"", "hard=\"false\"")).isEqualTo(1);
        assertThat(scrape.sum("dependency_info", "name=\"database\"", "address=\"" + address + '"')).isEqualTo(1);
        assertThat(scrape.sum("dependency_last_check_timestamp_seconds", "name=\"database\""))
                .isBetween(before.toEpochMilli() / 1e3, Instant.now().toEpochMilli() / 1e3);
        assertThat(scrape.sum("dependency_last_check_timestamp_seconds", "name=\"cache\"")).isZero();
        assertThat(Scrape.of(app).sum("dependency_check_duration_seconds_count", "name=\"database\"")).isPositive();
    }

    @Test
    void aHardDependencyThatRefusesTakesReadyDownButNotHealth() throws IOException {
        int port = listening.getLocalPort();
        listening.close();
        TestApplication app = app("}", database(port));

        assertThat(app.get("/ready").statusCode()).isEqualTo(503);
        assertThat(app.send(app.request("/ready").HEAD().build()).statusCode()).isEqualTo(503);
        assertThat(component(app, "/ready", "database").path("data").path("state").asText()).isEqualTo("unhealthy");
        assertThat(app.lines.await(2, line -> line.path("route").asText().equals("/ready")
                && line.path("status_code").intValue() == 503)).allSatisfy(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("WARNING");
                    assertThat(line.path("problem_type").asText()).isEqualTo("service-unavailable");
                    assertThat(line.path("problem_detail").asText()).startsWith("database: ").contains("refused");
                });
        assertThat(app.get("/health").statusCode()).isEqualTo(200);
        assertThat(component(app, "/health", "database").path("data").path("message").asText()).contains("refused");
        assertThat(app.get("/startup").statusCode()).isEqualTo(200);
        Scrape scrape = Scrape.of(app);
        assertThat(scrape.sum("dependency_up", "name=\"database\"")).isZero();
        assertThat(scrape.sum("dataenginex_ready")).isZero();
        assertThat(scrape.sum("dependency_transitions_total", "name=\"database\"", "to=\"down\"")).isEqualTo(1);
        assertThat(app.lines.of("dependency_down")).singleElement()
                .satisfies(line -> {
                    assertThat(line.path("reason").asText()).contains("refused");
                    assertThat(line.path("address").asText()).isEqualTo("tcp://127.0.0.1:" + port);
                    assertThat(line.path("last_check").asText()).startsWith("20").endsWith("Z");
                });
    }

    @Test
    void aSoftDependencyOnlyDegrades() throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger status = new AtomicInteger(503);
        api.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        api.start();
        open.add(() -> api.stop(0));
        TestApplication app = app("}",
                Map.of("DEX_EXTERNAL_API_URL", "http://127.0.0.1:" + api.getAddress().getPort() + "/health"));

        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
        assertThat(Scrape.of(app).sum("dataenginex_ready")).isEqualTo(1);
        JsonNode data = component(app, "/ready", "external_api").path("data");
        assertThat(data.path("state").asText()).isEqualTo("degraded");
        assertThat(data.path("message").asText()).isEqualTo("answered 503");

        status.set(404);
        Awaitility.await().atMost(Duration.ofSeconds(10))
                .until(() -> component(app, "/ready", "external_api").path("data").path("state").asText()
                        .equals("healthy"));
        assertThat(Scrape.of(app).sum("dependency_transitions_total", "name=\"external_api\"", "to=\"up\""))
                .isEqualTo(1);
        app.lines.await(1, line -> line.path("event").asText().equals("dependency_up"));
    }

    @Test
    void aDependencyThatNeverAnswersSlowsNoProbe() throws IOException {
        TestApplication app = app(", cache: {protocol: redis}}",
                Map.of("DEX_CACHE_HOST", "127.0.0.1", "DEX_CACHE_PORT", Integer.toString(listening.getLocalPort())));

        // The connection's own time-out is as long, and now and then the first one.
        Awaitility.await().until(() -> component(app, "/ready", "cache").path("data").path("message").asText()
                .contains("no answer within 1000 ms"));
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long start = System.nanoTime();
            assertThat(app.get("/ready").statusCode()).isEqualTo(503);
            if (i >= 200) {
                nanos.add(System.nanoTime() - start);
            }
        }
        assertThat(nanos.stream().sorted().toList().get(nanos.size() * 99 / 100))
                .as("a probe that waits for the check would take its time-out of a second")
                .isLessThan(Duration.ofMillis(500).toNanos());
    }

    @Test
    void redisIsAskedPing() throws IOException {
        answer("+PONG\r\n", 1);
        TestApplication app = app(", cache: {protocol: redis}}",
                Map.of("DEX_CACHE_HOST", "127.0.0.1", "DEX_CACHE_PORT", Integer.toString(listening.getLocalPort())));

        assertThat(component(app, "/ready", "cache").path("data").path("state").asText()).isEqualTo("healthy");
    }

    @Test
    void oneFailureInThreeMovesNothing() throws IOException {
        answer("+PONG\r\n", 3);
        TestApplication app = app(", cache: {protocol: redis}}",
                Map.of("DEX_CACHE_HOST", "127.0.0.1", "DEX_CACHE_PORT", Integer.toString(listening.getLocalPort())));

        Awaitility.await().atMost(Duration.ofSeconds(20))
                .until(() -> Scrape.of(app).sum("dependency_check_duration_seconds_count", "name=\"cache\"") >= 15);

        assertThat(Scrape.of(app).sum("dependency_transitions_total", "name=\"cache\"", "to=\"down\"")).isZero();
        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aNameThatDoesNotResolveIsSaid() throws IOException {
        TestApplication app = app("}", Map.of("DEX_DB_HOST", "no-such-host.invalid", "DEX_DB_PORT", "1"));

        assertThat(app.get("/ready").statusCode()).isEqualTo(503);
        assertThat(component(app, "/ready", "database").path("data").path("message").asText())
                .isIn("the name no-such-host.invalid does not resolve", "no answer within 1000 ms");
    }

    @Test
    void furtherDependenciesNeedOnlyYaml() throws IOException {
        TestApplication app = app(", dependencies: [{name: queue, target: 'tcp://127.0.0.1:" + listening.getLocalPort()
                + "', hard: true}, {name: search, target: 'tcp://127.0.0.1:1'}]}", Map.of());

        assertThat(component(app, "/ready", "queue").path("data").path("state").asText()).isEqualTo("healthy");
        assertThat(component(app, "/ready", "search").path("data").path("state").asText()).isEqualTo("degraded");
        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void startupIsCompleteOnlyAfterTheFirstRound() throws Exception {
        Path file = Files.writeString(folder.resolve("slow.yaml"),
                "health: {timeout: PT20S, cache: {protocol: redis}}");
        CountDownLatch release = new CountDownLatch(1);
        answer("+PONG\r\n", 1, release);
        int port = Ports.free();
        Map<String, String> variables = Map.of("DEX_CONFIG", file.toString(), "PORT", Integer.toString(port),
                "DEX_CACHE_HOST",
                "127.0.0.1", "DEX_CACHE_PORT", Integer.toString(listening.getLocalPort()));
        Thread starter = Thread.ofVirtual().start(() -> open.add(TestApplication.start(variables)));
        RawClient raw = new RawClient(port);
        String early = Awaitility.await().atMost(Duration.ofSeconds(10)).ignoreExceptions()
                .until(() -> raw.exchange("GET /startup HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
                        text -> !text.isEmpty());

        assertThat(early).startsWith("HTTP/1.1 503 ").contains("starting");
        assertThat(raw.exchange("GET /ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 503 ");
        assertThat(raw.exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        release.countDown();
        starter.join();
        assertThat(raw.exchange("GET /startup HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void emptyingTheHostAloneSwitchesTheCheckOffAndSaysSo() throws IOException {
        Map<String, String> variables = new HashMap<>(database(1));
        variables.put("DEX_DB_HOST", "");
        TestApplication app = app("}", variables);

        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
        assertThat(component(app, "/ready", "database").path("data").path("state").asText()).isEqualTo("skipped");
        assertThat(app.lines.await(1, line -> line.path("event").asText().equals("dependency_not_checked")))
                .singleElement().satisfies(line -> {
                    assertThat(line.path("level").asText()).isEqualTo("WARNING");
                    assertThat(line.path("reason").asText()).isEqualTo(
                            "health.database is not checked: its port is set and its host is empty (DEX_DB_HOST)");
                });
    }

    @Test
    void aHardDependencyIsMadeSoftByAVariable() throws IOException {
        int port = listening.getLocalPort();
        listening.close();
        Map<String, String> variables = new HashMap<>(database(port));
        variables.put("DEX_HEALTH_DATABASE_HARD", "false");
        TestApplication app = app("}", variables);

        assertThat(app.get("/ready").statusCode()).isEqualTo(200);
        assertThat(component(app, "/ready", "database").path("data").path("state").asText()).isEqualTo("degraded");
    }

    @Test
    void aWrongDependencyStopsTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"),
                "health: {dependencies: [{name: Q, target: 'tcp://x:1'}, {name: q, target: 'udp://u:p@x:1'}, {name: r, tarqet: x}]}");

        ConfigException refused = catchThrowableOfType(ConfigException.class,
                () -> AppConfig
                        .load(Map.of("DEX_DB_HOST", "db", "DEX_CONFIG", file.toString())));
        ConfigException injected = catchThrowableOfType(ConfigException.class,
                () -> AppConfig.load(Map.of("DEX_DB_PORT", "tcp://10.0.0.1:5432")));

        assertThat(refused.mistakes()).contains(
                "health.database is half configured: DEX_DB_PORT is missing; allowed: host and port, or no host",
                "health.dependencies: name \"Q\" is not allowed; allowed: snake case, each once, none of [lifecycle, process, startup]",
                "health.dependencies: target \"udp://x:1\" of q is not allowed; allowed: tcp://host:port, redis://host:port, http://… "
                        + "or https://…",
                "health.dependencies in " + file + ": tarqet is not a known field; allowed: [hard, name, target]");
        assertThat(injected).hasMessageContaining(
                "health.database.port = \"tcp://10.0.0.1:5432\" from environment variable DEX_DB_PORT is not allowed; allowed: a whole "
                        + "number from 1 to 65535, or empty");
    }

    @Test
    void anAdminPortTakesProbesAndMetricsToItself() {
        try (TestApplication app = TestApplication.start(Map.of("ADMIN_PORT", "0"))) {
            RawClient admin = new RawClient(app.adminPort());

            assertThat(app.adminPort()).isNotEqualTo(app.port());
            for (String path : List.of("/health", "/ready", "/startup", "/metrics")) {
                assertThat(app.get(path).statusCode()).as(path).isEqualTo(404);
                assertThat(admin.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).as(path)
                        .startsWith("HTTP/1.1 200 ");
            }
            assertThat(app.get("/").statusCode()).isEqualTo(200);
            assertThat(admin.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
        }
    }

    /** Answers each connection with a line, but every {@code failEvery}th not at all; 1 never fails. */
    private void answer(String line, int failEvery) {
        answer(line, failEvery, new CountDownLatch(0));
    }

    /** The same, once it is let go. */
    private void answer(String line, int failEvery, CountDownLatch release) {
        Thread.ofVirtual().start(() -> {
            int count = 0;
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    count++;
                    if (failEvery == 1 || count % failEvery != 0) {
                        socket.getInputStream().readNBytes(6);
                        release.await();
                        socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    // The next one may do better.
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private static Map<String, String> database(int port) {
        return Map.of("DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT", Integer.toString(port));
    }

    private TestApplication app(String restOfHealth, Map<String, String> variables) throws IOException {
        Path file = Files.writeString(folder.resolve("health.yaml"), FAST + restOfHealth);
        Map<String, String> all = new HashMap<>(variables);
        all.put("DEX_CONFIG", file.toString());
        TestApplication app = TestApplication.start(all);
        open.add(app);
        return app;
    }

    private static JsonNode component(TestApplication app, String path, String name) {
        for (JsonNode check : Lines.parse(app.get(path).body()).path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("no component " + name);
    }
}
