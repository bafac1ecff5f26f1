package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
    private static final String KEY = "k3y-that-nobody-may-see";
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
    private static final Map<String, String> VARIABLES = Map.of("DEX_COINDESK_API_KEY", KEY);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void givesTheRateExactlyAsTheSourceWroteIt(FakeRateSources source) throws IOException {
        try (FakeSource upstream = new FakeSource(source.good("73838.8700000001"));
                TestApplication app = app(source, upstream)) {
            Instant before = Instant.now();
            HttpResponse<String> response = app.get("/api/external-data?currency=eUr");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.body()).contains("\"value\":73838.8700000001,");
            JsonNode answer = EXACT.readTree(response.body());
            assertThat(answer.path("symbol").asText()).isEqualTo("BTC");
            assertThat(answer.path("currency").asText()).isEqualTo("EUR");
            assertThat(answer.path("value").decimalValue()).isEqualTo(new BigDecimal("73838.8700000001"));
            assertThat(answer.path("source").asText()).isEqualTo(upstream.url() + source.target);
            assertThat(answer.has("stale")).isFalse();
            if (source.timestamp == null) {
                assertThat(Instant.parse(answer.path("timestamp").asText())).isBetween(before, Instant.now());
            } else {
                assertThat(answer.path("timestamp").asText()).isEqualTo(source.timestamp);
            }
            FakeSource.Call call = upstream.calls().getFirst();
            assertThat(call.target()).isEqualTo(source.target);
            assertThat(call.headers().get("Authorization"))
                    .isEqualTo(source == FakeRateSources.COINDESK ? "Apikey " + KEY : null);
        }
    }

    /** One source alone, so that what it does wrong shows in the answer. */
    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void whatASourceDoesWrongIsAProblemThatSaysWhich(FakeRateSources source) {
        try (FakeSource upstream = new FakeSource(source.good("1"));
                TestApplication app = app(source, upstream)) {
            Map<String, FakeSource.Reply> wrong = new LinkedHashMap<>();
            wrong.put("connection_failed broken", FakeSource.broken());
            wrong.put("connection_failed truncated", FakeSource.truncated(source.body("1")));
            wrong.put("error_status 500", FakeSource.answer(500, "{\"secret\":\"upstream-body\"}"));
            wrong.put("error_status 401", FakeSource.answer(401, "{\"Err\":{\"message\":\"upstream-body\"}}"));
            wrong.put("error_status redirect",
                    FakeSource.answer(302, "upstream-body", "Location: http://127.0.0.1:1/"));
            wrong.put("invalid_answer endless", FakeSource.endless());
            wrong.put("invalid_answer huge", FakeSource.answer(200, source.body("1") + " ".repeat(70_000)));
            wrong.put("invalid_answer huge chunk", FakeSource.hugeChunk());
            wrong.put("invalid_answer long in chunks",
                    FakeSource.chunked(source.body("1") + " ".repeat(70_000), 1_000));
            wrong.put("invalid_answer error object", FakeSource.answer(200, "{\"error\":\"x\",\"internal-host\":1}"));
            wrong.put("invalid_answer html", FakeSource.answer(200, "<html>upstream-body</html>"));
            wrong.put("invalid_answer empty", FakeSource.answer(200, ""));
            wrong.put("invalid_answer array", FakeSource.answer(200, "[1]"));
            wrong.put("invalid_answer object", FakeSource.answer(200, "{}"));
            wrong.put("invalid_answer deep", FakeSource.answer(200, "{\"a\":" + "[".repeat(60_000)));
            for (String value : List.of("NaN", "-1", "0", "0.000", "1e999999999", "1e-999999999", "true", "{}",
                    "Infinity",
                    "9".repeat(200))) {
                wrong.put("invalid_answer value " + value, FakeSource.answer(200, source.body(value)));
            }
            wrong.forEach((kind, reply) -> {
                String outcome = kind.substring(0, kind.indexOf(' '));
                double before = outcomes(app, source, outcome);
                upstream.reply(reply);

                HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

                assertThat(response.statusCode()).as("%s: %s", kind, response.body()).isEqualTo(502);
                assertThat(response.headers().firstValue("Retry-After")).contains("1");
                assertThat(response.body()).contains("urn:dataenginex:problem:bad-gateway")
                        .doesNotContain("upstream-body");
                assertThat(outcomes(app, source, outcome) - before).as(kind).isEqualTo(1);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void aSourceThatIsSlowIsAGatewayTimeout(FakeRateSources source) {
        try (FakeSource upstream = new FakeSource(FakeSource.broken());
                TestApplication app = app(source, upstream, "call-timeout: PT0.15S")) {
            for (FakeSource.Reply slow : List.of(upstream.silent(), upstream.dripping())) {
                upstream.reply(slow);

                HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

                assertThat(response.statusCode()).as(response.body()).isEqualTo(504);
                assertThat(response.headers().firstValue("Retry-After")).contains("1");
            }
            assertThat(outcomes(app, source, "timeout")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void aCurrencyThatNoSourceKnowsIsNotFound(FakeRateSources source) {
        try (FakeSource upstream = new FakeSource(source.good("1")); TestApplication app = app(source, upstream)) {
            app.get("/api/external-data?currency=EUR");
            upstream.reply(source.unknown());

            HttpResponse<String> response = app.get("/api/external-data?currency=TZS");

            assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
            JsonNode error = Lines.parse(response.body()).path("errors").get(0);
            assertThat(error.path("field").asText()).isEqualTo("currency");
            assertThat(error.path("reason").asText()).startsWith("TZS is not known; known: ").contains("EUR");
            assertThat(outcomes(app, source, "unknown_currency")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void aSourceThatAsksToBeLeftAloneIs(FakeRateSources source) {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(429, "{}", "Retry-After: 7"));
                TestApplication app = app(source, upstream)) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isBetween(1,
                        7);
            }
            assertThat(upstream.calls()).hasSize(1);
            assertThat(outcomes(app, source, "rate_limited")).isEqualTo(1);
            assertThat(outcomes(app, source, "paused")).isEqualTo(2);
            assertThat(app.lines.await(1, line -> line.path("event").asText().equals("upstream_rate_limited")))
                    .singleElement().satisfies(line -> assertThat(line.path("pause_seconds").doubleValue())
                            .isEqualTo(7));
        }
    }

    @Test
    void aDateInRetryAfterCountsToo() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(Instant.now().plusSeconds(100).atOffset(ZoneOffset.UTC));
        try (FakeSource upstream = new FakeSource(FakeSource.answer(503, "{}", "Retry-After: " + date));
                TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(Integer.parseInt(response.headers().firstValue("Retry-After").orElseThrow())).isBetween(80, 100);
        }
    }

    @Test
    void oneThatFailsIsPassedOverForTheNext() {
        try (FakeSource first = new FakeSource(FakeSource.answer(500, "{}"));
                FakeSource second = new FakeSource(FakeRateSources.KRAKEN.unknown());
                FakeSource third = new FakeSource(FakeRateSources.BLOCKCHAIN.good("5.25"));
                TestApplication app = app(Map.of(FakeRateSources.COINBASE, first, FakeRateSources.KRAKEN, second,
                        FakeRateSources.BLOCKCHAIN, third))) {
            HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

            assertThat(response.body()).contains("\"value\":5.25,", third.url() + "/ticker");
            assertThat(first.calls()).hasSize(1);
            assertThat(second.calls()).hasSize(1);
        }
    }

    @Test
    void whileOneSourceFailsNobodyCanSayThatACurrencyIsUnknown() {
        try (FakeSource first = new FakeSource(FakeSource.answer(500, "{}"));
                FakeSource second = new FakeSource(FakeRateSources.KRAKEN.unknown());
                TestApplication app = app(Map.of(FakeRateSources.COINBASE, first, FakeRateSources.KRAKEN, second))) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void withoutItsKeyCoinDeskIsNotAsked() {
        try (FakeSource coindesk = new FakeSource(FakeRateSources.COINDESK.good("1"));
                FakeSource legacy = new FakeSource(FakeRateSources.LEGACY.good("2"))) {
            Map<FakeRateSources, String> urls = new LinkedHashMap<>();
            urls.put(FakeRateSources.COINDESK, coindesk.url());
            urls.put(FakeRateSources.LEGACY, legacy.url());
            try (TestApplication app = TestApplication.start(folder, FakeRateSources.yaml(urls), Map.of())) {
                assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"value\":2,");
                assertThat(coindesk.calls()).isEmpty();
            }
        }
    }

    @Test
    void withNoSourceAtAllItIsUnavailable() {
        try (TestApplication app = TestApplication.start(folder, "external-data: {sources: \"\"}", Map.of())) {
            assertThat(app.get("/api/external-data").statusCode()).isEqualTo(503);
        }
    }

    /** What needs no source. */
    @Nested
    class WithoutASource {
        private static TestApplication app;

        @BeforeAll
        static void start() {
            app = TestApplication.start();
        }

        @AfterAll
        static void stop() {
            app.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"currency=", "currency=EURO", "currency=E1R", "currency=%C3%A9ur",
            "currency=EUR&currency=USD", "currency=EU%0A", "currency=%CE%95UR"})
        void anythingButThreeLettersIsABadRequest(String query) {
            HttpResponse<String> response = app.get("/api/external-data?" + query);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Lines.parse(response.body()).path("errors").get(0).path("field").asText())
                    .isEqualTo("currency");
        }
    }

    @Test
    void aBrokenConnectionIsTriedAgain() {
        int[] calls = new int[1];
        FakeSource.Reply good = FakeRateSources.COINBASE.good("3");
        try (FakeSource upstream = new FakeSource(out -> calls[0]++ > 0 && good.write(out));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 1")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(200);
            assertThat(outcomes(app, FakeRateSources.COINBASE, "connection_failed")).isEqualTo(1);
            assertThat(outcomes(app, FakeRateSources.COINBASE, "success")).isEqualTo(1);
            assertThat(retries(app)).isEqualTo(1);
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(200);
            assertThat(retries(app)).as("a call that succeeds is not made again").isEqualTo(1);
        }
    }

    private static double retries(TestApplication app) {
        return Scrape.of(app).sum("upstream_retries_total", "provider=\"coinbase\"");
    }

    /** What a source sends behind its answer, late or unasked, can then be taken for no other one. */
    @Test
    void aConnectionCarriesOneAnswer() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("3"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "call-timeout: PT0.5S",
                        "fresh-for: PT0.6S")) {
            awaitCalls(app, upstream, 2);
            upstream.reply(FakeSource.chunked(FakeRateSources.COINBASE.body("3"), 7));
            awaitCalls(app, upstream, 4);

            assertThat(upstream.connections()).isEqualTo(4);
            assertThat(upstream.calls().getLast().headers()).containsEntry("Connection", "close");
        }
    }

    /** As CDNs send hints before their answer: each answer is still the one to what was asked. */
    @Test
    void interimResponsesAreNoAnswer() {
        String hints = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n";
        FakeSource.Reply good = FakeRateSources.COINBASE.good("3");
        try (FakeSource upstream = new FakeSource(out -> {
            out.write((hints + "HTTP/1.1 100 Continue\r\n\r\n" + hints).getBytes(StandardCharsets.US_ASCII));
            return good.write(out);
        }); TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"currency\":\"EUR\"");
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}XY0\r\n\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
        "Content-Length: +2\r\n\r\n{}", "Content-Length: 2\r\nContent-Encoding: gzip\r\n\r\n{}"})
    void whatIsFramedInTwoWaysOrNoneIsNoAnswer(String rest) {
        try (FakeSource upstream = new FakeSource(out -> {
            out.write(("HTTP/1.1 200 OK\r\n" + rest).getBytes(StandardCharsets.US_ASCII));
            return false;
        }); TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 0")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            assertThat(outcomes(app, FakeRateSources.COINBASE, "success")).isZero();
            assertThat(app.lines.all()).noneMatch(line -> line.path("level").asText().equals("ERROR"));
        }
    }

    /** Some servers and filters refuse a GET that has one. */
    @Test
    void sourcesAreSentNoMoreThanTheyNeed() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("3"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            app.get("/api/external-data?currency=EUR");

            assertThat(upstream.calls().getFirst().headers()).containsEntry("Accept-Encoding", "identity")
                    .doesNotContainKeys("Content-Length", "Proxy-Connection", "Transfer-Encoding", "baggage",
                            "tracestate");
        }
    }

    /** Each caller is counted, also those who are told again what was found a moment ago, and each line says which source did what. */
    @Test
    void everyAnswerWithoutARateIsCountedByItsReasonAndItsLineSaysWhatTheSourceDid() {
        try (FakeSource upstream = new FakeSource(FakeSource.broken());
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 0", "breaker-failures: 1",
                        "breaker-delay: PT1M", "failure-for: PT30S")) {
            HttpResponse<String> first = app.get("/api/external-data?currency=EUR");
            for (int i = 0; i < 4; i++) {
                assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            }
            HttpResponse<String> other = app.get("/api/external-data?currency=USD");
            app.get("/api/external-data?currency=QQQ");

            assertThat(other.statusCode()).isEqualTo(503);
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("external_data_answers_total", "result=\"failed\"")).isEqualTo(5);
            assertThat(scrape.sum("external_data_answers_total", "result=\"unavailable\"")).isEqualTo(1);
            assertThat(scrape.sum("external_data_answers_total", "result=\"unknown\"")).isEqualTo(1);
            assertThat(cause(app, first)).startsWith("coinbase: connection_failed, ");
            assertThat(cause(app, other)).startsWith("coinbase: left alone for ");
            assertThat(first.body()).doesNotContain("coinbase");
        }
    }

    private static String cause(TestApplication app, HttpResponse<String> response) {
        return app.lines.awaitEnd(response.headers().firstValue("X-Request-ID").orElseThrow()).path("problem_cause")
                .asText();
    }

    /** What stands before a source answers so to what it does not like. */
    @Test
    void aBadRequestIsNoVerdictOnACurrency() {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(400, "Request Header Or Cookie Too Large"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 0")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void aPageThatSaysNotFoundIsNoVerdictEither() {
        try (FakeSource upstream = new FakeSource(out -> {
            out.write(("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nnginx")
                    .getBytes(StandardCharsets.US_ASCII));
            return false;
        }); TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 0")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void anotherPairIsNoAnswer() {
        String other = "{\"data\":{\"amount\":\"1.5\",\"base\":\"ETH\",\"currency\":\"EUR\"}}";
        try (FakeSource upstream = new FakeSource(FakeSource.answer(200, other));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "retries: 0")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void noSourceIsAskedForACodeThatIsNone() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("3"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            assertThat(app.get("/api/external-data?currency=QQQ").statusCode()).isEqualTo(404);
            assertThat(upstream.calls()).isEmpty();
        }
    }

    private static void awaitCalls(TestApplication app, FakeSource upstream, int calls) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(200);
            return upstream.calls().size() == calls;
        });
    }

    @ParameterizedTest
    @EnumSource(FakeRateSources.class)
    void anAnswerMayBeFramedInAnyWay(FakeRateSources source) {
        try (FakeSource upstream = new FakeSource(FakeSource.chunked(source.body("5.50"), 7));
                TestApplication app = app(source, upstream)) {
            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"value\":5.50,");
            upstream.reply(FakeSource.chunked(source.body("6.50"), 10_000));
            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"value\":6.50,");
            upstream.reply(FakeSource.untilClose(source.body("7.50")));
            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"value\":7.50,");
        }
    }

    @Test
    void aSourceThatForgetsACurrencyItKnewIsNotBelieved() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("3"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            app.get("/api/external-data?currency=EUR");
            upstream.reply(FakeRateSources.COINBASE.unknown());

            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            assertThat(app.get("/api/external-data?currency=TZS").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void krakensOwnWordForBusyIsAPause() {
        try (FakeSource upstream = new FakeSource(
                FakeSource.answer(200, "{\"error\":[\"EAPI:Rate limit exceeded\"]}"));
                TestApplication app = app(FakeRateSources.KRAKEN, upstream)) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(503);
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(503);
            assertThat(upstream.calls()).hasSize(1);
        }
    }

    @Test
    void aSourceGetsNoMoreCallsAtOnceThanAllowed() {
        CountDownLatch release = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("3");
        try (FakeSource upstream = new FakeSource(out -> {
            release.await();
            return good.write(out);
        });
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "calls-at-once: 1",
                        "call-timeout: PT30S", "total-timeout: PT30S")) {
            CompletableFuture<HttpResponse<String>> first = CompletableFuture
                    .supplyAsync(() -> app.get("/api/external-data?currency=EUR"));
            Awaitility.await().until(() -> upstream.calls().size() == 1);

            assertThat(app.get("/api/external-data?currency=USD").statusCode()).isEqualTo(503);
            assertThat(outcomes(app, FakeRateSources.COINBASE, "rejected")).isEqualTo(1);
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("upstream_calls_in_flight", "provider=\"coinbase\"")).isEqualTo(1);
            assertThat(scrape.sum("upstream_calls_limit", "provider=\"coinbase\"")).isEqualTo(1);
            assertThat(scrape.sum("external_data_waiting_callers")).isEqualTo(1);
            assertThat(upstream.calls()).hasSize(1);
            release.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(Scrape.of(app).sum("upstream_calls_in_flight")).isZero();
            assertThat(Scrape.of(app).sum("external_data_waiting_callers")).isZero();
        }
    }

    @Test
    void noSourceIsAskedForAClientThatTakesNoJson() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("3"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream)) {
            assertThat(app.send(app.request("/api/external-data").header("Accept", "text/html").build()).statusCode())
                    .isEqualTo(406);
            assertThat(upstream.calls()).isEmpty();
        }
    }

    @Test
    void afterTheDelayOneCallTriesTheSourceAndOneFailureOpensTheBreakerAgain() {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(500, "{}"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "breaker-failures: 5",
                        "breaker-delay: PT0.1S\nlogging: {level: DEBUG}")) {
            for (int i = 0; i < 5; i++) {
                app.get("/api/external-data?currency=EUR");
            }
            app.lines.await(1, line -> line.path("event").asText().equals("upstream_circuit_opened"));
            for (int round = 1; round <= 3; round++) {
                int calls = 5 + round;
                Awaitility.await().until(() -> {
                    app.get("/api/external-data?currency=EUR");
                    return upstream.calls().size() == calls;
                });
                app.lines.await(1 + round, line -> line.path("event").asText().equals("upstream_circuit_opened"));
            }
        }
    }

    @Test
    void theBreakerOpensAfterFailuresInARowAndClosesAfterASuccess() {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(500, "{}"));
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "breaker-failures: 3",
                        "breaker-delay: PT0.2S")) {
            for (int i = 0; i < 3; i++) {
                assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            }
            app.lines.await(1, line -> line.path("event").asText().equals("upstream_circuit_opened"));

            upstream.reply(FakeRateSources.COINBASE.good("3"));
            Awaitility.await().until(() -> app.get("/api/external-data?currency=EUR").statusCode() == 200);
            assertThat(breaker(app, "closed")).isEqualTo(1);
            assertThat(breaker(app, "open") + breaker(app, "half_open")).isZero();
            app.lines.await(1, line -> line.path("event").asText().equals("upstream_recovered"));
        }
    }

    @Test
    void theBreakerShowsThatItIsOpenAndTheSourceIsLeftAlone() {
        try (FakeSource upstream = new FakeSource(FakeSource.broken());
                TestApplication app = app(FakeRateSources.COINBASE, upstream, "breaker-failures: 1",
                        "breaker-delay: PT10M")) {
            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            HttpResponse<String> paused = app.get("/api/external-data?currency=EUR");

            assertThat(paused.statusCode()).isEqualTo(503);
            assertThat(Integer.parseInt(paused.headers().firstValue("Retry-After").orElseThrow())).isBetween(500, 600);
            assertThat(upstream.calls()).hasSize(1);
            assertThat(breaker(app, "open")).isEqualTo(1);
            assertThat(breaker(app, "closed")).isZero();
            assertThat(outcomes(app, FakeRateSources.COINBASE, "circuit_open")).isEqualTo(1);
            assertThat(outcomes(app, FakeRateSources.COINBASE, "connection_failed")).isEqualTo(1);
        }
    }

    /** 27 lines in five minutes that held a name said nothing. */
    @Test
    void saysOnceThatASourceFailsOnceThatItIsLeftAloneAndOnceThatItWorksAgain() {
        try (FakeSource upstream = new FakeSource(FakeSource.answer(500, "{}"))) {
            String url = upstream.url().replace("http://", "http://bob:pa55word@");
            try (TestApplication app = TestApplication.start(folder,
                    FakeRateSources.yaml(Map.of(FakeRateSources.KRAKEN, url), "breaker-failures: 2",
                            "breaker-delay: PT0.1S"),
                    Map.of())) {
                Awaitility.await().until(() -> {
                    app.get("/api/external-data?currency=EUR");
                    return upstream.calls().size() >= 5;
                });
                upstream.reply(FakeRateSources.KRAKEN.good("3"));
                Awaitility.await().until(() -> app.get("/api/external-data?currency=EUR").statusCode() == 200);
                app.lines.await(1, line -> line.path("event").asText().equals("upstream_recovered"));

                List<JsonNode> said = app.lines.all().stream().filter(line -> !line.has("replayed"))
                        .filter(line -> line.path("event").asText().startsWith("upstream_")).toList();
                assertThat(said).extracting(line -> line.path("event").asText() + " " + line.path("level").asText())
                        .containsExactly("upstream_failing WARNING", "upstream_circuit_opened WARNING",
                                "upstream_recovered INFO");
                assertThat(said).allSatisfy(line -> assertThat(line.path("provider").asText()).isEqualTo("kraken"));
                assertThat(said.subList(0, 2)).allSatisfy(line -> {
                    assertThat(line.path("outcome").asText()).isEqualTo("error_status");
                    assertThat(line.path("status").intValue()).isEqualTo(500);
                    assertThat(line.path("reason").asText()).isEqualTo("answered 500");
                    assertThat(line.path("url").asText()).isEqualTo(upstream.url() + "/0/public/Ticker");
                });
                JsonNode opened = said.get(1);
                assertThat(opened.path("pause_seconds").doubleValue()).isEqualTo(0.1);
                assertThat(Instant.parse(opened.path("next_try").asText()))
                        .isAfter(Instant.parse(opened.path("timestamp").asText()).minusMillis(1));
                assertThat(said.getLast().path("failed_calls").longValue()).isGreaterThanOrEqualTo(5);
                assertThat(said.getLast().path("failing_seconds").doubleValue()).isPositive();
                assertThat(app.lines.toString()).doesNotContain("pa55word");
            }
        }
    }

    @Test
    void allSourcesTogetherHaveADeadline() {
        try (FakeSource one = new FakeSource(FakeSource.broken());
                FakeSource two = new FakeSource(FakeSource.broken());
                FakeSource three = new FakeSource(FakeSource.broken());
                TestApplication app = app(
                        Map.of(FakeRateSources.COINBASE, one, FakeRateSources.KRAKEN, two, FakeRateSources.BLOCKCHAIN,
                                three),
                        "call-timeout: PT0.3S", "total-timeout: PT0.5S")) {
            List.of(one, two, three).forEach(upstream -> upstream.reply(upstream.silent()));

            long start = System.nanoTime();
            HttpResponse<String> response = app.get("/api/external-data?currency=EUR");

            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(one.calls().size() + two.calls().size() + three.calls().size()).isLessThan(3);
        }
    }

    @Test
    void eachCallIsAClientSpanUnderTheRequest() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource first = new FakeSource(FakeSource.answer(500, "{}"));
                FakeSource second = new FakeSource(FakeRateSources.BLOCKCHAIN.good("3"))) {
            Map<FakeRateSources, String> urls = new LinkedHashMap<>();
            urls.put(FakeRateSources.COINBASE, first.url());
            urls.put(FakeRateSources.BLOCKCHAIN, second.url());
            try (TestApplication app = TestApplication.start(folder, FakeRateSources.yaml(urls),
                    Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
                app.get("/api/external-data?currency=EUR");

                Span server = receiver.await(1, s -> s.getName().equals("GET /api/external-data")).getFirst();
                List<Span> clients = receiver.await(2, s -> s.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
                assertThat(clients).hasSize(2)
                        .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(server.getSpanId()));
                assertThat(clients).extracting(span -> OtlpReceiver.attributes(span).get("http.response.status_code"))
                        .containsExactlyInAnyOrder(500L, 200L);
                String parent = first.calls().getFirst().headers().get("traceparent");
                assertThat(parent).startsWith("00-" + OtlpReceiver.id(server.getTraceId()) + "-");
                assertThat(clients).extracting(span -> OtlpReceiver.id(span.getSpanId()))
                        .contains(parent.split("-")[2]);
            }
        }
    }

    /** A fetch is for all who wait: its calls are under the first one's request, and the others lead there. */
    @Test
    void whoWaitsForAnothersFetchIsLinkedToIt() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("3");
        try (OtlpReceiver receiver = OtlpReceiver.grpc(); FakeSource upstream = new FakeSource(out -> {
            go.await();
            return good.write(out);
        });
                TestApplication app = TestApplication.start(folder,
                        FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url())),
                        Map.of("OTLP_ENDPOINT", receiver.endpoint()));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, 3).mapToObj(
                    i -> clients.submit(() -> app.get("/api/external-data?currency=EUR").statusCode())).toList();
            Awaitility.await().until(() -> Scrape.of(app).sum("external_data_waiting_callers") == 3);
            go.countDown();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }

            List<Span> servers = receiver.await(3, span -> span.getName().equals("GET /api/external-data"));
            Span call = receiver.await(1, span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT).getFirst();
            Span first = servers.stream().filter(span -> span.getSpanId().equals(call.getParentSpanId())).findFirst()
                    .orElseThrow();
            assertThat(first.getLinksList()).isEmpty();
            assertThat(servers).filteredOn(span -> span != first).hasSize(2)
                    .allSatisfy(span -> assertThat(span.getLinksList())
                            .singleElement()
                            .satisfies(link -> assertThat(link.getSpanId()).isEqualTo(first.getSpanId())));
        }
    }

    @Test
    void secretsTurnUpNowhere() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource upstream = new FakeSource(FakeRateSources.COINDESK.good("3"))) {
            String url = upstream.url().replace("http://", "http://bob:pa55word@");
            try (TestApplication app = TestApplication.start(folder,
                    FakeRateSources.yaml(Map.of(FakeRateSources.COINDESK, url)),
                    Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_COINDESK_API_KEY", KEY, "LOG_LEVEL", "DEBUG"))) {
                HttpResponse<String> good = app.get("/api/external-data?currency=EUR");
                upstream.reply(FakeSource.broken());
                HttpResponse<String> bad = app.get("/api/external-data?currency=EUR");
                receiver.await(4, span -> true);
                app.lines.await(1, line -> line.path("event").asText().equals("upstream_attempt"));

                assertThat(good.body()).contains("\"source\":\"" + upstream.url() + "/index");
                assertThat(bad.statusCode()).isEqualTo(502);
                assertThat(good.body() + bad.body() + app.lines + Scrape.of(app).text() + receiver.spans())
                        .contains("upstream_attempt").doesNotContain(KEY, "pa55word", "bob:");
            }
        }
    }

    private TestApplication app(FakeRateSources source, FakeSource upstream, String... more) {
        return app(Map.of(source, upstream), more);
    }

    private TestApplication app(Map<FakeRateSources, FakeSource> upstreams, String... more) {
        Map<FakeRateSources, String> urls = new LinkedHashMap<>();
        upstreams.keySet().stream().sorted().forEach(source -> urls.put(source, upstreams.get(source).url()));
        return TestApplication.start(folder, FakeRateSources.yaml(urls, more), VARIABLES);
    }

    private static double outcomes(TestApplication app, FakeRateSources source, String outcome) {
        return Scrape.of(app).sum("upstream_requests_total", "provider=\"" + source.id + '"',
                "outcome=\"" + outcome + '"');
    }

    private static double breaker(TestApplication app, String state) {
        return Scrape.of(app).sum("upstream_circuit_breaker_state", "state=\"" + state + '"');
    }
}
