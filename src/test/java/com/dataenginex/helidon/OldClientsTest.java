package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import io.helidon.http.Method;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.0, as a default nginx and HAProxy's default check speak it; and responses without a body. */
class OldClientsTest {
    private static TestApplication app;

    @BeforeAll
    static void start(@TempDir Path folder) {
        app = TestApplication.start(folder, "", Map.of(), Endpoint.get("/parts", (req, res) -> {
            try (OutputStream out = res.outputStream()) {
                for (int i = 0; i < 3; i++) {
                    out.write(("part" + i + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                }
            }
        }).and(Method.POST, (req, res) -> res.send(req.content().as(String.class))),
                Endpoint.get("/nothing", (req, res) -> res.status(204).send()));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/ready", "/startup", "/metrics", "/openapi.json"})
    void areAnsweredWithTheWholeBodyAndTheEndOfTheConnection(String path) {
        String answer = app.raw().exchange("GET " + path + " HTTP/1.0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n")
                .doesNotContain("Transfer-Encoding");
        assertThat(body(answer)).isNotEmpty();
    }

    /** They do not know chunks (RFC 9112, 6.1). */
    @Test
    void getNoChunks() {
        String answer = app.raw().exchange("GET /parts HTTP/1.0\r\n\r\n");

        assertThat(answer).contains("\r\nConnection: close\r\n").doesNotContain("ransfer-");
        assertThat(body(answer)).isEqualTo("part0\r\npart1\r\npart2\r\n");
    }

    @Test
    void getAStreamWithoutChunks() {
        String answer = app.raw().exchange("GET /api/insights?count=3&interval=0.05 HTTP/1.0\r\n\r\n");

        assertThat(answer).contains("text/event-stream").doesNotContain("ransfer-");
        assertThat(body(answer)).startsWith("retry: ").contains("\nid: ").doesNotContain("\r\n");
    }

    @Test
    void areNotToldToGoOn() {
        String answer = app.raw()
                .exchange("POST /parts HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");

        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain(" 100 ");
        assertThat(body(answer)).isEqualTo("abc");
    }

    @Test
    void areCountedLikeAnyOther() {
        double before = Scrape.of(app).sum("http_requests_total", "endpoint=\"/\"", "status=\"200\"");
        app.raw().exchange("GET / HTTP/1.0\r\n\r\n");

        assertThat(Scrape.of(app).sum("http_requests_total", "endpoint=\"/\"", "status=\"200\"")).isEqualTo(before + 1);
    }

    /** What GET would have sent, or nothing said of it (RFC 9110, 8.6 and 9.3.2). */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/ready", "/startup", "/metrics", "/openapi.json", "/openapi.yaml",
        "/api/insights",
        "/parts"})
    void headSaysNothingThatGetDoesNot(String path) {
        String head = app.raw().exchange("HEAD " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        String get = app.raw().exchange("GET " + path + (path.equals("/api/insights") ? "?count=1&interval=0.05" : "")
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 200 ").doesNotContain("Content-Length: 0");
        assertThat(field(head, "content-type")).isEqualTo(field(get, "content-type"));
        if (!field(head, "content-length").isEmpty() && !path.equals("/metrics")) {
            assertThat(field(head, "content-length")).isEqualTo(field(get, "content-length"));
        }
        assertThat(body(head)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /nothing", "OPTIONS /", "OPTIONS *", "HEAD /nothing"})
    void noContentHasNoLength(String line) {
        String answer = app.raw().exchange(line + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 204 ").doesNotContainIgnoringCase("content-length")
                .doesNotContainIgnoringCase("transfer-encoding");
        assertThat(body(answer)).isEmpty();
    }

    private static String field(String answer, String name) {
        for (String line : answer.substring(0, answer.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
