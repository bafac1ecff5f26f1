package com.dataenginex.reliability;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Requests from pieces that are right, nearly right and wrong, some of them cut, doubled or overwritten. In ISO 8859-1,
 * a character for each byte.
 */
final class FuzzedRequests {
    private static final String FORGED = "\n{\"level\":\"ERROR\",\"event\":\"forged\",\"app\":\"dataenginex\"}\n";
    private static final Arbitrary<String> BYTES = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(60);
    private static final Arbitrary<String> TOKEN = Arbitraries.strings().withCharRange('!', '~').ofMaxLength(40);

    private FuzzedRequests() {
    }

    static Arbitrary<String> all() {
        Arbitrary<String> request = Combinators.combine(line(), header().list().ofMaxSize(6), body())
                .as((line, headers, body) -> line + String.join("", headers) + body);
        Arbitrary<String> hosted = Combinators.combine(line(), header().list().ofMaxSize(3), body())
                .as((line, headers, body) -> line + "Host: a\r\n" + String.join("", headers) + body);
        return Arbitraries.frequencyOf(Tuple.of(9, hosted), Tuple.of(2, request),
                Tuple.of(2, Combinators.combine(hosted, Arbitraries.integers().between(0, 400), BYTES)
                        .as(FuzzedRequests::overwritten)),
                Tuple.of(1, Combinators.combine(hosted, hosted).as(String::concat)),
                Tuple.of(1, BYTES));
    }

    private static Arbitrary<String> line() {
        Arbitrary<String> method = frequently(
                List.of("GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE", "TRACE",
                        "CONNECT", "PRI",
                        "get", "G\u0000T", ""),
                TOKEN);
        Arbitrary<String> path = Combinators.combine(
                frequently(List.of("/", "/", "/", "/api/external-data", "/api/external-data", "/api/external-data",
                        "/api/insights", "/api/insights", "/api/insights", "/openapi.json", "/openapi.yaml",
                        "/metrics",
                        "/health", "/ready", "/startup", "//", "/%", "/%zz", "/%00", "/..", "*", "http://x/", "/;a=b",
                        "/#x",
                        "/\u001b[31m", "/%0d%0aX-Forged:%201", "/%0a%7b%22event%22:%22forged%22%7d",
                        "http://u:p@x/ready",
                        "/metrics/vendor", "/x" + "y".repeat(5_000)), BYTES),
                query()).as(String::concat);
        Arbitrary<String> version = frequently(
                List.of("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1",
                        "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9",
                        "", "FTP/1.1"),
                TOKEN);
        Arbitrary<String> end = frequently(List.of("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n",
                "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n"), BYTES);
        return Combinators.combine(method, path, version, end)
                .as((m, p, v, e) -> m + ' ' + p + ' ' + v + e);
    }

    private static Arbitrary<String> query() {
        Arbitrary<String> name = frequently(
                List.of("currency", "count", "interval", "source", "scope", "name", "format"),
                TOKEN);
        Arbitrary<String> value = frequently(
                List.of("EUR", "EUR", "EUR", "eur", "1", "1", "1", "0.05", "0.05", "0.05", "0.05", "", "2", "-1", "NaN",
                        "1e400", "99999999999999999999",
                        "synthetic", "live", "%", "%zz", "%E2%80%A8", "%0a", "+", "\u00e9"),
                BYTES);
        return Combinators.combine(name, value).as((n, v) -> n + '=' + v).list().ofMaxSize(2)
                .map(pairs -> pairs.isEmpty() ? "" : '?' + String.join("&", pairs));
    }

    private static Arbitrary<String> header() {
        Arbitrary<String> harmless = Arbitraries.of("X-Request-ID: " + "a".repeat(128),
                "X-Request-ID: " + "a".repeat(129), "X-Request-ID: {\"a\":1}",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01", "traceparent: ff-zz-01",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-ff-extra",
                "tracestate: " + "a=b,".repeat(200), "baggage: " + "k=v,".repeat(100), "Last-Event-ID: 1",
                "Last-Event-ID: -1", "Last-Event-ID: 99999999999999999999:x", "Accept: ;;", "Accept: text/event-stream",
                "Accept: application/json;q=9", "Accept: */*;q=\u00e9", "Accept-Encoding: gzip;q=x",
                "Expect: 100-continue", "Connection: close", "Upgrade: websocket", "Origin: http://evil", "Cookie: a=b",
                "Range: bytes=0-");
        Arbitrary<String> harmful = Arbitraries.of("X-Request-ID: " + FORGED, "X-Request-ID: a\u0000b",
                "Last-Event-ID: " + FORGED, "Content-Length: 5", "Content-Length: -1", "Content-Length: 5, 6",
                "Content-Length: 99999999999999999999", "Content-Length: 2000000", "Transfer-Encoding: chunked",
                "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: gzip", "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: \u000bchunked", "Content-Encoding: br", "Expect: x", "Connection: \u0000",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
                "Host: a", "Host: b:c:d", "Host:", "User-Agent: " + FORGED, "User-Agent: \u00ff\u0085\u2028", ": empty",
                "no-colon", " folded", "X-Large: " + "x".repeat(20_000), "X-Forged: 1\r\n\r\nHTTP/1.1 200 OK");
        Arbitrary<String> free = Combinators.combine(TOKEN, BYTES).as((name, value) -> name + ": " + value);
        return Arbitraries
                .frequencyOf(Tuple.of(12, harmless), Tuple.of(2, harmful), Tuple.of(1, free))
                .map(header -> header + "\r\n");
    }

    private static Arbitrary<String> body() {
        return Arbitraries.of("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "",
                "\r\nhello", "\r\n5\r\nhello\r\n0\r\n\r\n",
                "\r\nffffffffffffffff\r\nx", "\r\n-1\r\nx", "\r\n5\r\nhel",
                "\r\n5;a=b\r\nhello\r\n0\r\nX-Forged: 1\r\n\r\n",
                "\r\n0\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", "\r\n7fffffff\r\n", "\r\n\r\n\r\n");
    }

    private static String overwritten(String text, int at, String with) {
        int from = Math.min(at, text.length());
        return text.substring(0, from) + with + text.substring(Math.min(text.length(), from + with.length()));
    }

    /** One of those as a rule, anything else now and then. */
    private static Arbitrary<String> frequently(List<String> those, Arbitrary<String> other) {
        return Arbitraries.frequencyOf(Tuple.of(40, Arbitraries.of(those)),
                Tuple.of(1, other));
    }
}
