package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateCacheTest {
    private static final int CALLERS = 1_000;

    @TempDir
    private Path folder;

    @Test
    void aThousandCallersAtOnceMakeOneCall() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("73838.87");
        try (FakeSource upstream = new FakeSource(out -> {
            release.await();
            return good.write(out);
        });
                TestApplication app = app(upstream, "fresh-for: PT1M", "call-timeout: PT30S", "total-timeout: PT30S");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answers.add(callers.submit(() -> app.get("/api/external-data?currency=EUR")));
            }
            Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_in_flight") == CALLERS);

            release.countDown();

            for (Future<HttpResponse<String>> answer : answers) {
                assertThat(answer.get().body()).contains("\"value\":73838.87,");
            }
            assertThat(upstream.calls()).hasSize(1);
            assertThat(Scrape.of(app).sum("external_data_answers_total")).isEqualTo(CALLERS);
        }
    }

    @Test
    void aFreshRateIsGivenAgainWithItsAge() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, "fresh-for: PT1M")) {
            app.get("/api/external-data?currency=EUR");
            HttpResponse<String> again = app.get("/api/external-data?currency=eur");

            assertThat(again.headers().firstValue("Cache-Control")).contains("max-age=60");
            assertThat(again.headers().firstValue("Age")).isPresent();
            assertThat(upstream.calls()).hasSize(1);
            assertThat(Scrape.of(app).sum("external_data_answers_total", "result=\"cached\"")).isEqualTo(1);
        }
    }

    @Test
    void aFlightGoesOnWhenTheOneWhoStartedItLeaves() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("1");
        try (FakeSource upstream = new FakeSource(out -> {
            release.await();
            return good.write(out);
        });
                TestApplication app = app(upstream, "fresh-for: PT1M", "call-timeout: PT30S", "total-timeout: PT30S")) {
            app.raw().abandon("GET /api/external-data?currency=EUR HTTP/1.1\r\nHost: a\r\n\r\n");
            Awaitility.await().until(() -> upstream.calls().size() == 1);

            release.countDown();

            assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(200);
            assertThat(upstream.calls()).hasSize(1);
        }
    }

    @Test
    void theLastGoodRateStandsInAndSaysSo() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, "stale-for: PT1H")) {
            app.get("/api/external-data?currency=EUR");
            upstream.reply(FakeSource.broken());

            HttpResponse<String> stale = app.get("/api/external-data?currency=EUR");

            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(stale.body()).contains("\"value\":1,").contains("\"stale\":true");
            assertThat(stale.headers().firstValue("Warning")).contains("110 - \"Response is Stale\"");
            assertThat(stale.headers().firstValue("Age")).isPresent();
            assertThat(stale.headers().firstValue("Cache-Control")).contains("no-cache");
            assertThat(Scrape.of(app).sum("external_data_answers_total", "result=\"stale\"")).isEqualTo(1);

            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"stale\":true");
            upstream.reply(FakeRateSources.COINBASE.good("2"));
            assertThat(app.get("/api/external-data?currency=EUR").body()).contains("\"value\":2,")
                    .doesNotContain("stale");
        }
    }

    @Test
    void aRateOlderThanTheLimitStandsInForNobody() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, "stale-for: PT0.1S")) {
            app.get("/api/external-data?currency=EUR");
            upstream.reply(FakeSource.broken());

            Awaitility.await().until(() -> app.get("/api/external-data?currency=EUR").statusCode() == 502);
        }
    }

    @Test
    void aFailureIsGivenAgainForAMoment() {
        try (FakeSource upstream = new FakeSource(FakeSource.broken());
                TestApplication app = app(upstream, "failure-for: PT1M")) {
            for (int i = 0; i < 5; i++) {
                assertThat(app.get("/api/external-data?currency=EUR").statusCode()).isEqualTo(502);
            }
            assertThat(upstream.calls()).hasSize(1);
        }
    }

    @Test
    void anUnknownCurrencyIsRefusedAgainWithoutAsking() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.unknown());
                TestApplication app = app(upstream, "unknown-for: PT1M")) {
            for (int i = 0; i < 5; i++) {
                assertThat(app.get("/api/external-data?currency=TZS").statusCode()).isEqualTo(404);
            }
            assertThat(upstream.calls()).hasSize(1);
        }
    }

    /** What a client put into its headers is for us, and for no host of others. */
    @Test
    void aSourceIsSentTraceparentAndNothingElseOfTheCallers() {
        try (FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream)) {
            app.send(app.request("/api/external-data?currency=EUR").header("baggage", "user.email=jane%40corp.example")
                    .header("tracestate", "vendor=internal-secret")
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").build());

            assertThat(upstream.calls()).singleElement().satisfies(call -> {
                assertThat(call.headers()).doesNotContainKeys("baggage", "tracestate");
                assertThat(call.headers().get("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
            });
        }
    }

    /** More callers than places, each for a currency of its own: Failsafe's bulkhead lost a place with each refusal. */
    @Test
    void placesComeBackAfterMoreCallersThanPlaces() {
        CountDownLatch release = new CountDownLatch(1);
        FakeSource.Reply good = FakeRateSources.COINBASE.good("1");
        List<String> codes = List.of("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "HKD", "HUF", "INR", "JPY",
                "MXN");
        try (FakeSource upstream = new FakeSource(out -> {
            release.await();
            return good.write(out);
        });
                TestApplication app = app(upstream, "calls-at-once: 2", "call-timeout: PT5S", "failure-for: PT0S",
                        "breaker-failures: 100");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String code : codes) {
                callers.submit(() -> app.get("/api/external-data?currency=" + code));
            }
            Awaitility.await().until(() -> Scrape.of(app).sum("upstream_requests_total", "outcome=\"rejected\"") >= 10);
            release.countDown();

            Awaitility.await().until(() -> app.get("/api/external-data?currency=EUR").statusCode() == 200);
        }
    }

    private TestApplication app(FakeSource upstream, String... more) {
        return TestApplication.start(folder,
                FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url()), more),
                Map.of());
    }
}
