package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.RawClient;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** 1,000 requests that mean no good, the same ones in each run. */
class HostileRequestsTest {
    private static final int REQUESTS = 1_000;
    private static final String[] METHODS = {"GET", "POST", "HEAD", "BREW", "get", "", "GET\t", "G\u0000T", "OPTIONS",
        "PRI"};
    private static final String[] PATHS = {"/", "/%", "/%zz", "/%00", "//", "/../..", "/\u0001\u001b[31m",
        "/\"}\\n{\"level\":\"ERROR\"}",
        "/%E2%80%A8", "/\u00e2\u0080\u00a8", "/\u00ed\u00a0\u0080", "*", "http://x/", "/;a=b", "/?a=%0a&b=\"", "/#x",
        ""};
    private static final String[] VERSIONS = {"HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "FTP", ""};
    private static final String[] HEADERS = {"Host: a", "Host: a", "Host: a:b:c", "X-Request-ID: \u0001\"\n",
        "X-Request-ID: {\"a\":1}",
        "Accept: ;;", "Content-Length: -1", "Content-Length: 5", "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked", "Transfer-Encoding: gzip", "Connection: close", "Connection: \u0000",
        "Expect: 100-continue",
        "Content-Encoding: br", "User-Agent: \u00ff\u0085\u2028\"\\", ": empty", "no-colon", "traceparent: 00-zz",
        "Upgrade: h2c"};

    @Test
    void produceOnlyWellFormedLinesAndNoServerError() {
        Random random = new Random(20_260_205);
        try (TestApplication app = TestApplication.start()) {
            RawClient client = app.raw();
            for (int i = 0; i < REQUESTS; i++) {
                String request = hostile(random);
                String response = client.exchange(request);
                if (!response.isEmpty()) {
                    assertThat(response).startsWith("HTTP/1.1 ");
                    int status = Integer.parseInt(response.substring(9, 12));
                    assertThat(status < 500 || status == 505).as("%s\n%s", request, response).isTrue();
                }
            }
            String last = app.get("/").headers().firstValue("X-Request-ID").orElseThrow();
            app.lines.awaitEnd(last);

            assertThat(app.lines.all()).hasSizeGreaterThan(REQUESTS / 2).allSatisfy(HostileRequestsTest::isALine);
        }
    }

    /** Helidon knows no chunk extension; what follows one must not be taken for a request. */
    @Test
    void nothingIsReadBehindABodyThatCannotBeRead() {
        try (TestApplication app = TestApplication.start()) {
            String answer = app.raw().exchange("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;a=b\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(answer.split("HTTP/1\\.1 \\d")).as(answer).hasSize(2);
            app.get("/");
            assertThat(app.lines.all()).noneMatch(line -> line.path("path").asText().equals("/smuggled"));
        }
    }

    @Test
    void aPasswordInARequestTargetIsNotLogged() {
        try (TestApplication app = TestApplication.start(Map.of("LOG_LEVEL", "DEBUG"))) {
            app.raw().exchange("GET http://user:hunter2@a/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            JsonNode line = app.lines.await(1, entry -> entry.path("event").asText().equals("request_completed"))
                    .getFirst();
            assertThat(line.path("path").asText()).isEqualTo("http://[redacted]@a/ready");
            assertThat(app.lines.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void theQueryOfARefusedRequestIsNotRepeated() {
        try (TestApplication app = TestApplication.start()) {
            String answer = app.raw().exchange("GET /?token=%zzhunter2 HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain("hunter2");
        }
    }

    private static void isALine(JsonNode line) {
        assertThat(line.isObject()).isTrue();
        assertThat(line.path("level").asText()).as("%s", line).isIn("DEBUG", "INFO");
        assertThat(line.path("event").asText()).isNotEmpty();
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder(pick(random, METHODS)).append(' ').append(pick(random, PATHS))
                .append(' ')
                .append(pick(random, VERSIONS)).append("\r\n");
        int headers = random.nextInt(5);
        for (int i = 0; i < headers; i++) {
            text.append(pick(random, HEADERS)).append("\r\n");
        }
        if (random.nextInt(20) == 0) {
            text.append("X-Large: ").append("x".repeat(20_000)).append("\r\n");
        }
        if (random.nextInt(10) > 0) {
            text.append("\r\n");
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
