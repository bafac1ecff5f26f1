package com.dataenginex.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.debug.DebugConfig;
import com.dataenginex.debug.SignatureCheck;
import com.dataenginex.debug.SigningKeys;
import com.dataenginex.http.Endpoint;
import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault happens to the request that asks for it with a good header, and to no other one. */
class DrillFilterTest {
    private static final String KEY = "the-key-of-the-drill-header-0123456789";
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final Duration TTL = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private static DrillConfig config(String key) {
        return new DrillConfig(new SigningKeys(key, ""), false, 200, "dev");
    }

    private static String mint(String key, String path, DrillOrder order, InstantSource clock) {
        return config(key).header(clock).sign("GET", path, order.parameters(), TTL);
    }

    private static String good(String path, DrillFault fault, Duration time) {
        return mint(KEY, path, DrillOrder.of(fault, time, UUID.randomUUID().toString()), Clock.systemUTC());
    }

    private static String dependency(String name, Duration time, boolean hard) {
        return mint(KEY, "/", new DrillOrder(DrillFault.DEPENDENCY, time, name, hard, UUID.randomUUID().toString()),
                Clock.systemUTC());
    }

    private static TestApplication app(Map<String, String> variables, Endpoint... more) {
        Map<String, String> all = new HashMap<>(Map.of("DEX_DRILL_KEY", KEY));
        all.putAll(variables);
        return TestApplication.start(all, more);
    }

    private static HttpResponse<String> get(TestApplication app, String path, String header) {
        return app.send(app.request(path).header("X-Drill", header).build());
    }

    private static String told(HttpResponse<String> response) {
        return response.headers().firstValue("X-Drill").orElse("");
    }

    private static JsonNode end(TestApplication app, HttpResponse<String> response) {
        return app.lines.awaitEnd(response.headers().firstValue("X-Request-ID").orElseThrow());
    }

    private static double counted(TestApplication app, String metric, String label, Object value) {
        return Scrape.of(app).sum(metric, label + "=\"" + value + "\"");
    }

    @Test
    void delaysFailsAndHoldsTheRequestThatAsksForIt() {
        try (TestApplication app = app(Map.of())) {
            for (DrillFault fault : List.of(DrillFault.LATENCY, DrillFault.SATURATION)) {
                HttpResponse<String> late = get(app, "/", good("/", fault, DELAY));

                assertThat(late.statusCode()).isEqualTo(200);
                assertThat(told(late)).isEqualTo(fault.toString());
                assertThat(end(app, late).path("duration_seconds").doubleValue()).isGreaterThanOrEqualTo(0.3);
                assertThat(end(app, late).path("drill").booleanValue()).isTrue();
            }
            HttpResponse<String> failed = get(app, "/", good("/", DrillFault.ERRORS, Duration.ZERO));
            end(app, failed);
            assertThat(Scrape.of(app).sum("recorder_kept_total")).as("a fault that was asked for").isZero();
            HttpResponse<String> plain = app.get("/");

            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(told(failed)).isEqualTo("errors");
            assertThat(failed.body()).doesNotContain("drill");
            assertThat(end(app, failed).path("drill").booleanValue()).isTrue();
            assertThat(end(app, failed).path("exception_type").asText()).endsWith("DrillException");
            assertThat(plain.statusCode()).isEqualTo(200);
            assertThat(end(app, plain).has("drill")).isFalse();
            assertThat(told(plain)).isEmpty();
            for (DrillFault fault : List.of(DrillFault.LATENCY, DrillFault.SATURATION, DrillFault.ERRORS)) {
                assertThat(counted(app, "drill_requests_total", "fault", fault)).isEqualTo(1);
                assertThat(counted(app, "drill_active", "drill", fault)).isEqualTo(1);
            }
            assertThat(counted(app, "drill_active", "drill", DrillFault.DEPENDENCY)).isZero();
            assertThat(counted(app, "drill_headers_total", "result", SignatureCheck.ACCEPTED)).isEqualTo(3);
        }
    }

    @Test
    void itsSpansSaySo() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = TestApplication.start(folder,
                        FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url()), "fresh-for: PT0S"),
                        Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_DRILL_KEY", KEY))) {
            app.get("/api/external-data?currency=EUR");
            assertThat(receiver.await(2, span -> true))
                    .allSatisfy(span -> assertThat(OtlpReceiver.attributes(span)).doesNotContainKey("drill"));
            get(app, "/api/external-data?currency=EUR",
                    good("/api/external-data", DrillFault.LATENCY, Duration.ofMillis(1)));

            assertThat(receiver.await(2, span -> OtlpReceiver.attributes(span).containsKey("drill")))
                    .extracting(Span::getKind)
                    .containsExactlyInAnyOrder(Span.SpanKind.SPAN_KIND_SERVER, Span.SpanKind.SPAN_KIND_CLIENT);
        }
    }

    @Test
    void aBadHeaderDoesNothingAndIsCountedAndNotAnswered() {
        try (TestApplication app = app(Map.of())) {
            DrillOrder order = DrillOrder.of(DrillFault.ERRORS, Duration.ZERO, "x");
            InstantSource past = () -> Clock.systemUTC().instant().minus(Duration.ofHours(1));
            InstantSource future = () -> Clock.systemUTC().instant().plus(Duration.ofHours(1));
            String forged = good("/", DrillFault.ERRORS, Duration.ZERO).replaceAll("sig=.*", "sig=" + "A".repeat(43));
            String debug = new DebugConfig(KEY, "").header(Clock.systemUTC()).sign("GET", "/", TTL);
            String changed = good("/", DrillFault.LATENCY, Duration.ofMillis(1)).replace("fault=latency",
                    "fault=errors");
            Map<String, SignatureCheck> bad = Map.of("1", SignatureCheck.MALFORMED, forged, SignatureCheck.FORGED,
                    changed, SignatureCheck.FORGED, debug, SignatureCheck.FORGED, mint(KEY, "/", order, past),
                    SignatureCheck.EXPIRED, mint(KEY, "/", order, future), SignatureCheck.TOO_LONG,
                    mint(KEY, "/api/insights", order, Clock.systemUTC()), SignatureCheck.OTHER_PATH,
                    mint("x".repeat(32), "/", order, Clock.systemUTC()), SignatureCheck.UNKNOWN_KEY);

            bad.forEach((value, result) -> {
                double before = counted(app, "drill_headers_total", "result", result);
                ignored(app, value);
                assertThat(counted(app, "drill_headers_total", "result", result)).as("%s", result)
                        .isEqualTo(before + 1);
            });
            assertThat(Scrape.of(app).sum("drill_requests_total")).isZero();
        }
    }

    @Test
    void aHeaderIsGoodOnce() {
        try (TestApplication app = app(Map.of())) {
            String once = good("/", DrillFault.ERRORS, Duration.ZERO);
            assertThat(get(app, "/", once).statusCode()).isEqualTo(500);

            ignored(app, once);

            assertThat(counted(app, "drill_headers_total", "result", SignatureCheck.REPLAYED)).isEqualTo(1);
            assertThat(counted(app, "drill_requests_total", "fault", DrillFault.ERRORS)).isEqualTo(1);
        }
    }

    @Test
    void aGoodHeaderIsNotFollowedBeyondTheLimits() {
        try (TestApplication app = app(
                Map.of("DEX_SERVER_MAX_CONCURRENT_REQUESTS", "4", "DEX_DRILL_MAX_RATE", "5"))) {
            assertThat(told(get(app, "/", good("/", DrillFault.LATENCY, Duration.ofMillis(10_001)))))
                    .isEqualTo("refused;reason=order");
            assertThat(told(get(app, "/ready", good("/ready", DrillFault.ERRORS, Duration.ZERO))))
                    .isEqualTo("refused;reason=endpoint");
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(CompletableFuture.supplyAsync(
                        () -> get(app, "/", good("/", DrillFault.SATURATION, Duration.ofSeconds(10)))));
            }
            Awaitility.await()
                    .until(() -> counted(app, "drill_requests_total", "fault", DrillFault.SATURATION) == 2);
            Awaitility.await().until(() -> told(get(app, "/", good("/", DrillFault.ERRORS, Duration.ZERO)))
                    .equals("refused;reason=in_flight"));
            assertThat(app.get("/").statusCode()).isEqualTo(200);
            Awaitility.await().until(() -> told(get(app, "/", good("/", DrillFault.ERRORS, Duration.ZERO)))
                    .equals("refused;reason=rate"));

            app.stop();

            assertThat(held).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void oneSoftDependencyCountsAsFailedForAWhile() {
        try (TestApplication app = app(Map.of())) {
            assertThat(told(get(app, "/", dependency("nothing", Duration.ofSeconds(60), true))))
                    .isEqualTo("refused;reason=dependency");
            assertThat(told(get(app, "/", dependency("cache", Duration.ofSeconds(60), false))))
                    .isEqualTo("refused;reason=dependency");
            assertThat(told(get(app, "/", dependency("external_api", Duration.ofSeconds(301), false))))
                    .isEqualTo("refused;reason=dependency");
            HttpResponse<String> begun = get(app, "/", dependency("external_api", Duration.ofSeconds(60), false));

            assertThat(begun.statusCode()).isEqualTo(200);
            assertThat(told(begun)).isEqualTo("dependency");
            assertThat(counted(app, "dependency_up", "name", "external_api")).isZero();
            assertThat(app.get("/ready").statusCode()).isEqualTo(200);
            assertThat(app.get("/ready").body()).contains("a drill lets it fail");
            assertThat(told(get(app, "/", dependency("cache", Duration.ofSeconds(60), true))))
                    .isEqualTo("refused;reason=dependency");

            get(app, "/", dependency("external_api", Duration.ZERO, false));
            assertThat(counted(app, "dependency_up", "name", "external_api")).isEqualTo(1);

            get(app, "/", dependency("cache", Duration.ofMillis(400), true));
            assertThat(counted(app, "dependency_up", "name", "cache")).isZero();
            Awaitility.await().until(() -> counted(app, "dependency_up", "name", "cache") == 1);
            assertThat(app.get("/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void withoutAKeyAndInProdItIsOff() {
        for (Map<String, String> variables : List.of(Map.of("DEX_DRILL_KEY", ""),
                Map.of("ENVIRONMENT", "prod"))) {
            try (TestApplication app = app(variables)) {
                ignored(app, good("/", DrillFault.ERRORS, Duration.ZERO));
                assertThat(Scrape.of(app).sum("drill_headers_total")).isZero();
            }
        }
        try (TestApplication app = app(Map.of("ENVIRONMENT", "prod", "DEX_DRILL_ALLOW_PROD", "true"))) {
            assertThat(get(app, "/", good("/", DrillFault.ERRORS, Duration.ZERO)).statusCode()).isEqualTo(500);
        }
    }

    private static void ignored(TestApplication app, String value) {
        HttpResponse<String> response = get(app, "/", value);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(told(response)).isEmpty();
        assertThat(end(app, response).has("drill")).isFalse();
    }
}
