package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.FrontProxy;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.TestApplication;
import io.helidon.http.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real nginx and HAProxy in front: both sides see the same requests, whatever a client sends, and nobody another's answer. */
class ProxiesIT {
    private static final String KEPT_ALIVE = "proxy_http_version 1.1; proxy_set_header Connection \"\";";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    /** Behind a whole message: a request, if the proxy says so. */
    private static final String SECOND = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LONG_MILLIS = 10_000;
    private static final int SHORT_MILLIS = 100;
    private static final List<String> HARMFUL = List.of(
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n"
                    + SMUGGLED,
            "GET /mine?n=0 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: " + SMUGGLED.length()
                    + "\r\n\r\n"
                    + SMUGGLED,
            "POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED,
            "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + Integer.toHexString(SMUGGLED.length())
                    + "\r\n" + SMUGGLED + "\r\n0\r\n\r\n",
            "POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\nX: y\r\n\r\n",
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + SECOND,
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\nabcd" + SECOND,
            "HEAD /mine?n=0 HTTP/1.1\r\nHost: a\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED,
            "GET /mine?n=0 HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nabcde" + SECOND);

    private TestApplication app;

    @BeforeEach
    void start(@TempDir Path folder) {
        app = TestApplication.start(folder, "logging: {level: DEBUG}", Map.of(),
                Endpoint.get("/mine", (req, res) -> res.send("for " + req.query().get("n") + ";")),
                Endpoint.on(Method.POST, "/echo", (req, res) -> res.send(req.content().as(String.class))));
    }

    @AfterEach
    void stop() {
        app.close();
    }

    /** As a configuration of one line has it: HTTP/1.0 to the service, and buffers. */
    @Test
    void nginxWithItsDefaults(@TempDir Path folder) throws Exception {
        try (FrontProxy proxy = FrontProxy.nginx(folder, app.port(), "")) {
            passes(proxy);
        }
    }

    @Test
    void nginxThatKeepsItsConnections(@TempDir Path folder) throws Exception {
        try (FrontProxy proxy = FrontProxy.nginx(folder, app.port(), KEPT_ALIVE)) {
            passes(proxy);
        }
    }

    @Test
    void haproxyThatUsesItsConnectionsForEverybody(@TempDir Path folder) throws Exception {
        try (FrontProxy proxy = FrontProxy.haproxy(folder, app.port())) {
            passes(proxy);
            assertThat(app.lines.all()).filteredOn(line -> line.path("method").asText().equals("OPTIONS"))
                    .as("its default check").isNotEmpty();
        }
    }

    /** What a proxy passes by its own rule for {@code /api} is that for us too, or nothing. */
    @Test
    void aPathHasOneMeaning(@TempDir Path folder) {
        try (FrontProxy proxy = FrontProxy.nginx(folder, app.port(), KEPT_ALIVE)) {
            for (String path : List.of("/api/..;/metrics", "/api/.%2e/metrics", "/api//metrics",
                    "/api/%2e%2e;/metrics")) {
                String answer = proxy.raw()
                        .ask("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", LONG_MILLIS);

                assertThat(answer).as(path).doesNotContain("http_requests_total");
            }
        }
    }

    private void passes(FrontProxy proxy) throws Exception {
        ordinary(proxy);
        probesAndStreams(proxy);
        int before = app.lines.all().size();
        harmful(proxy);
        assertThat(app.lines.all().size()).isGreaterThan(before);
        assertThat(app.lines.all()).noneMatch(line -> line.path("path").asText().equals("/smuggled"));
        Awaitility.await().untilAsserted(
                () -> assertThat(passed(proxy, "/mine")).as("%s", proxy.passed()).isEqualTo(served("/mine")));
        assertThat(passed(proxy, "/nowhere")).isEqualTo(served("/nowhere"));
        assertThat(passed(proxy, "/second")).isEqualTo(served("/second"));
        assertThat(passed(proxy, "/health")).isEqualTo(served("/health"));
    }

    private void ordinary(FrontProxy proxy) {
        try (RawClient.Connection kept = proxy.raw().connect()) {
            for (int i = 0; i < 100; i++) {
                assertThat(kept.get("/mine?n=" + i)).startsWith("HTTP/1.1 200 ").endsWith("for " + i + ";");
            }
        }
        assertThat(proxy.raw()
                .ask("POST /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc",
                        LONG_MILLIS))
                .startsWith("HTTP/1.1 200 ").contains("abc");
    }

    private static void probesAndStreams(FrontProxy proxy) {
        assertThat(proxy.raw().ask("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", LONG_MILLIS))
                .startsWith("HTTP/1.1 200 ");
        String stream = proxy.raw()
                .ask("GET /api/insights?count=3&interval=0.05 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                        LONG_MILLIS);
        assertThat(stream).startsWith("HTTP/1.1 200 ").contains("text/event-stream");
        assertThat(stream.split("\nid: ")).hasSizeGreaterThan(3);
    }

    /** Victims ask beside the attacker, each over a connection of its own to the proxy. */
    private void harmful(FrontProxy proxy) throws Exception {
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        try (ExecutorService victims = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.range(0, 4).<Future<?>>mapToObj(i -> victims.submit(() -> {
                for (int k = 0; k < 60; k++) {
                    String mine = i + "-" + k;
                    String answer = proxy.raw()
                            .ask("GET /mine?n=" + mine + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                                    LONG_MILLIS);
                    if (!answer.contains("for " + mine + ";")) {
                        wrong.add(answer);
                    }
                }
            })).toList();
            for (int round = 0; round < 5; round++) {
                for (String request : HARMFUL) {
                    proxy.raw().ask(request, SHORT_MILLIS);
                }
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static long passed(FrontProxy proxy, String path) {
        return proxy.passed().stream().filter(line -> line.substring(line.indexOf(' ') + 1).startsWith(path)).count();
    }

    private long served(String path) {
        return app.lines.all().stream().filter(line -> line.path("event").asText().equals("request_completed"))
                .filter(line -> line.path("path").asText().equals(path)).count();
    }
}
