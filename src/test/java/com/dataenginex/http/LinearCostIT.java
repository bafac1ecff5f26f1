package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.TestApplication;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that a client makes long costs more than its length: every header that something reads, and the query, with what makes
 * regular expressions, splits and nested parsers slow.
 */
class LinearCostIT {
    /** A quadratic expression took four seconds for one of these; a linear one takes a millisecond. */
    private static final long MOST_CPU_MILLIS = 500;
    private static final int LENGTH = 15_000;
    private static final List<String> PATHS = List.of("/", "/metrics", "/health", "/openapi.json",
            "/api/external-data?currency=q", "/api/insights?count=0", "/nowhere");
    private static final List<String> PARTS = List.of("a", ",", "a,", ";q=0.", "gzip;q=0.0,", " ", "\t ", "(", "%41",
            "=",
            "\"", "text/plain;", "*/*;q=0.00000,", "1.", "bytes=0-,", "for=1.1.1.1,", "00-", "\u00ff");
    private static TestApplication app;

    @BeforeAll
    static void start(@TempDir Path folder) {
        app = TestApplication.start(folder,
                "server: {trusted-proxies: [127.0.0.0/8], cors-origins: [https://a.example]}", Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "Accept-Encoding", "Accept-Charset", "Accept-Language", "Authorization",
        "baggage",
        "Connection", "Content-Encoding", "Content-Type", "Cookie", "Expect", "Forwarded", "If-None-Match",
        "Last-Event-ID",
        "Origin", "Range", "TE", "traceparent", "tracestate", "Upgrade", "User-Agent", "X-Forwarded-For",
        "X-Request-ID",
        "Access-Control-Request-Headers", "Access-Control-Request-Method"})
    void aLongHeader(String name) {
        for (String path : PATHS) {
            for (String part : PARTS) {
                String value = part.repeat(LENGTH / part.length());
                costs("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + name + ": " + value
                        + "x\r\nConnection: close\r\n\r\n",
                        name + ": " + part + "... at " + path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=", "&", "a&", "%41", "+", "=", "a[]=1&", "currency=EUR&", "count=", ";", "/", "/a",
        "..;"})
    void aLongQueryOrPath(String part) {
        String text = part.repeat(4_000 / part.length());
        costs("GET /api/external-data?" + text + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "?" + part);
        costs("GET /" + text + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "/" + part);
    }

    private static void costs(String request, String as) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        String answer = app.raw().exchange(request);
        long millis = TimeUnit.NANOSECONDS.toMillis(system.getProcessCpuTime() - before);

        assertThat(millis).as(as).isLessThan(MOST_CPU_MILLIS);
        if (!answer.isEmpty()) {
            assertThat(answer).as(as).startsWith("HTTP/1.1 ").doesNotStartWith("HTTP/1.1 500");
        }
    }
}
