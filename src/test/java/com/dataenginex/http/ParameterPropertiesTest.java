package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Lines;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the parameters are: they are taken as documented, or refused with the names of the wrong ones. */
class ParameterPropertiesTest {
    private static final int TRIES = 500;
    private static FakeSource upstream;
    private static TestApplication app;

    @BeforeContainer
    static void start() throws IOException {
        upstream = new FakeSource(FakeRateSources.BLOCKCHAIN.good("7"));
        Path folder = Files.createTempDirectory("properties");
        app = TestApplication.start(folder,
                FakeRateSources.yaml(Map.of(FakeRateSources.BLOCKCHAIN, upstream.url()), "fresh-for: PT1M",
                        "unknown-for: PT1M"),
                Map.of("LOG_LEVEL", "ERROR"));
    }

    @AfterContainer
    static void stop() {
        app.close();
        upstream.close();
    }

    @Property(tries = TRIES)
    void aCurrencyIsThreeLettersInEitherCase(@ForAll("currencies") String currency) {
        int status = app.get("/api/external-data?currency=" + encoded(currency)).statusCode();

        boolean letters = currency.matches("[A-Za-z]{3}");
        boolean known = List.of("USD", "EUR").contains(currency.toUpperCase(Locale.ROOT));
        assertThat(status).isEqualTo(!letters ? 400 : known ? 200 : 404);
    }

    @Property(tries = TRIES)
    void eachWrongParameterOfAStreamIsNamedAndNoOther(@ForAll("counts") String count,
            @ForAll("intervals") String interval, @ForAll("sources") String source, @ForAll("ids") String id) {
        TreeSet<String> wrong = new TreeSet<>();
        if (!count.matches("0?[1-9]|1\\d|20")) {
            wrong.add("count");
        }
        if (!isInterval(interval)) {
            wrong.add("interval");
        }
        if (!List.of("synthetic", "live").contains(source)) {
            wrong.add("source");
        }
        if (!id.matches("([0-9a-f]{16}-([1-9]|1\\d|20))?")) {
            wrong.add("Last-Event-ID");
        }
        String path = "/api/insights?count=" + encoded(count) + "&interval=" + encoded(interval) + "&source="
                + encoded(source);

        // HEAD is answered as GET would be, but begins no stream.
        HttpRequest request = app.request(path).header("Last-Event-ID", id).method(wrong.isEmpty() ? "HEAD" : "GET",
                HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<String> response = app.send(request);

        if (wrong.isEmpty()) {
            boolean over = !id.isEmpty()
                    && Integer.parseInt(id.substring(id.indexOf('-') + 1)) >= Integer.parseInt(count);
            assertThat(response.statusCode()).isEqualTo(over ? 204 : 200);
        } else {
            assertThat(response.statusCode()).isEqualTo(400);
            JsonNode errors = Lines.parse(response.body()).path("errors");
            assertThat(new TreeSet<>(errors.findValuesAsText("field"))).isEqualTo(wrong);
        }
    }

    @Property(tries = TRIES)
    void noQueryIsAServerError(@ForAll("raw") String query) {
        String answer = app.raw()
                .exchange("HEAD /api/insights?" + query + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                + app.raw().exchange("GET /api/external-data?" + query
                        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("HTTP/1.1 5");
    }

    @Provide
    Arbitrary<String> currencies() {
        return Arbitraries.oneOf(Arbitraries.strings().alpha().ofLength(3),
                Arbitraries.of("USD", "usd", "eUr", "EUR", "ÉUR", "EU\u0130", ""),
                Arbitraries.strings().ofMaxLength(6));
    }

    @Provide
    Arbitrary<String> counts() {
        return Arbitraries.oneOf(Arbitraries.integers().between(-2, 30).map(String::valueOf),
                Arbitraries.of("", "05", "1.0", "+3", "٣", "1e1", " 3"), Arbitraries.strings().ofMaxLength(4));
    }

    @Provide
    Arbitrary<String> intervals() {
        return Arbitraries.oneOf(
                Arbitraries.bigDecimals().between(new BigDecimal("-1"), new BigDecimal("12")).ofScale(3)
                        .map(BigDecimal::toPlainString),
                Arbitraries.of("0.05", "10", "10.000", ".5", "5.", "NaN", "1d", "1e0", "0x1p1", "", "Infinity"),
                Arbitraries.strings().ofMaxLength(4));
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.oneOf(Arbitraries.of("synthetic", "live"), Arbitraries.of("Live", "", "both"),
                Arbitraries.strings().ofMaxLength(4));
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> own = Arbitraries.longs().flatMap(
                seed -> Arbitraries.integers().between(0, 25).map(i -> "%016x-%d".formatted(seed, i)));
        return Arbitraries.oneOf(own, Arbitraries.of("", "1", "-1", "g".repeat(16) + "-1", "0".repeat(16) + "-01"),
                Arbitraries.strings().withCharRange('!', '~').ofMaxLength(20));
    }

    @Provide
    Arbitrary<String> raw() {
        return Arbitraries.oneOf(Arbitraries.strings().withCharRange('!', '~').ofMaxLength(40),
                Arbitraries.of("currency=%", "currency=%zz", "currency=%ff", "count=%C0%80", "&&&=", "=", "count", "%",
                        "interval=%00", "count=1&count=2&count=3"));
    }

    private static boolean isInterval(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,9})?|\\.\\d{1,9}") || !text.chars().allMatch(c -> c < 128)) {
            return false;
        }
        BigDecimal value = new BigDecimal(text);
        return value.compareTo(new BigDecimal("0.05")) >= 0 && value.compareTo(BigDecimal.TEN) <= 0;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
