package com.dataenginex.debug;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.FakeRateSources;
import com.dataenginex.support.FakeSource;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One request is traced and logged in full, whatever sampling and level say; no other one is. */
class DebugHeaderTest {
    private static final String KEY = "the-key-of-the-debug-header-0123456789";
    private static final String PATH = "/api/external-data";
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

    @TempDir
    private Path folder;

    private static String mint(String key, String method, String path, InstantSource clock) {
        return new DebugConfig(key, "").header(clock).sign(method, path, Duration.ofMinutes(10));
    }

    private static String good() {
        return mint(KEY, "GET", PATH, Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(strings = {"parentbased_traceidratio", "always_off", "traceidratio"})
    void aGoodOneIsTracedFromTheStartAndToldInFull(String sampler) {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, Map.of("OTLP_ENDPOINT", receiver.endpoint(),
                        "OTEL_TRACES_SAMPLER", sampler, "OTEL_TRACES_SAMPLER_ARG", "0"))) {
            HttpResponse<String> plain = app.get(PATH + "?currency=EUR");
            HttpResponse<String> debugged = app.send(app.request(PATH + "?currency=EUR").header("X-Debug", good())
                    .header("traceparent", PARENT).build());

            JsonNode end = app.lines.awaitEnd(id(debugged));
            app.lines.awaitEnd(id(plain));
            assertThat(end.path("debugged").booleanValue()).isTrue();
            assertThat(end.path("trace_sampled").booleanValue()).isTrue();
            assertThat(app.lines.ofRequest(id(debugged))).extracting(line -> line.path("event").asText())
                    .contains("debug_header_accepted", "request_admitted", "rate_cache_miss", "upstream_attempt");
            assertThat(app.lines.ofRequest(id(plain)))
                    .noneMatch(line -> line.path("level").asText().equals("DEBUG") || line.has("debugged"));
            Span server = receiver.await(2, span -> true).stream()
                    .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER).findFirst().orElseThrow();
            assertThat(server.getAttributesList()).anySatisfy(attribute -> {
                assertThat(attribute.getKey()).isEqualTo("sampling.kept");
                assertThat(attribute.getValue().getStringValue()).isEqualTo("debug");
            });
            assertThat(upstream.calls().getLast().headers()).doesNotContainKey("X-Debug");
            assertThat(upstream.calls().getLast().headers().get("traceparent")).endsWith("-01");
            assertThat(upstream.calls().getFirst().headers().get("traceparent")).matches(".*-0[02]");
            assertThat(seen(app, SignatureCheck.ACCEPTED)).isEqualTo(1);
        }
    }

    @Test
    void aBadOneIsIgnoredAndCountedAndNotAnswered() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                FakeSource upstream = new FakeSource(FakeRateSources.COINBASE.good("1"));
                TestApplication app = app(upstream, Map.of("OTLP_ENDPOINT", receiver.endpoint(),
                        "OTEL_TRACES_SAMPLER_ARG", "0"))) {
            InstantSource past = () -> Clock.systemUTC().instant().minus(Duration.ofHours(1));
            String forged = good().replaceAll("sig=.*", "sig=" + "A".repeat(43));
            Map<SignatureCheck, String> bad = Map.of(SignatureCheck.MALFORMED, "1", SignatureCheck.FORGED, forged,
                    SignatureCheck.EXPIRED, mint(KEY, "GET", PATH, past), SignatureCheck.OTHER_PATH,
                    mint(KEY, "GET", "/", Clock.systemUTC()), SignatureCheck.UNKNOWN_KEY,
                    mint("x".repeat(32), "GET", PATH, Clock.systemUTC()));
            String usual = names(app.get(PATH + "?currency=EUR"));

            bad.forEach((result, value) -> {
                ignored(app, app.request(PATH + "?currency=EUR").header("X-Debug", value), usual);
                assertThat(seen(app, result)).as("%s", result).isEqualTo(1);
            });
            ignored(app, app.request(PATH + "?currency=EUR").header("X-Debug", good()).header("X-Debug", good()),
                    usual);
            assertThat(seen(app, SignatureCheck.MALFORMED)).isEqualTo(2);
            String replayed = id(app.send(app.request(PATH).header("X-Debug", good())
                    .POST(HttpRequest.BodyPublishers.noBody()).build()));
            assertThat(app.lines.awaitEnd(replayed).has("debugged")).isFalse();
            assertThat(seen(app, SignatureCheck.FORGED)).isEqualTo(2);
            assertThat(seen(app, SignatureCheck.ACCEPTED)).isZero();
            assertThat(app.lines.all()).noneMatch(line -> line.path("level").asText().equals("DEBUG"));
            assertThat(receiver.spans()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void moreThanAreKeptAreNotDebuggedAndCounted(boolean recorded) {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("DEX_DEBUG_KEY", KEY, "ENVIRONMENT", "prod",
                        "OTLP_ENDPOINT", receiver.endpoint(), "OTEL_TRACES_SAMPLER_ARG", "0",
                        "DEX_RECORDER_ENABLED", Boolean.toString(recorded), "DEX_RECORDER_KEPT_BURST", "5",
                        "DEX_RECORDER_KEPT_PER_SECOND", "1"))) {
            String header = mint(KEY, "GET", "/", Clock.systemUTC());
            for (int i = 0; i < 50; i++) {
                app.send(app.request("/").header("X-Debug", header).build());
            }

            assertThat(seen(app, SignatureCheck.ACCEPTED)).isEqualTo(50);
            Scrape scrape = Scrape.of(app);
            app.stop();
            long debugged = app.lines.of("request_completed").stream().filter(line -> line.has("debugged")).count();
            assertThat(debugged).isBetween(5L, 49L);
            assertThat(receiver.spans()).hasSize((int) debugged);
            assertThat(app.lines.of("debug_header_accepted")).hasSize((int) debugged);
            assertThat(app.lines.of("recorder_limited")).singleElement()
                    .satisfies(line -> assertThat(line.path("not_kept").longValue()).isEqualTo(50 - debugged));
            if (recorded) {
                assertThat(scrape.sum("recorder_kept_total", "reason=\"debug\"")).isEqualTo(debugged);
                assertThat(scrape.sum("recorder_dropped_total", "reason=\"debug\"")).isEqualTo(50 - debugged);
            }
        }
    }

    @Test
    void aProbeToo() {
        try (TestApplication app = TestApplication.start(Map.of("DEX_DEBUG_KEY", KEY, "ENVIRONMENT", "prod"))) {
            String id = id(app.send(app.request("/ready")
                    .header("X-Debug", mint(KEY, "GET", "/ready", Clock.systemUTC())).build()));

            assertThat(app.lines.awaitEnd(id).path("trace_sampled").booleanValue()).isTrue();
            assertThat(app.lines.ofRequest(id)).extracting(line -> line.path("event").asText())
                    .contains("probe_answered");
        }
    }

    @Test
    void thePreviousKeyIsGoodToo() {
        try (TestApplication app = TestApplication
                .start(Map.of("DEX_DEBUG_KEY", "n".repeat(32), "DEX_DEBUG_PREVIOUS_KEY", KEY))) {
            String id = id(app.send(app.request("/").header("X-Debug", mint(KEY, "GET", "/", Clock.systemUTC()))
                    .build()));

            assertThat(app.lines.awaitEnd(id).path("debugged").booleanValue()).isTrue();
        }
    }

    @Test
    void withoutAKeyItIsOff() {
        try (TestApplication app = TestApplication.start()) {
            String id = id(app.send(app.request("/").header("X-Debug", mint(KEY, "GET", "/", Clock.systemUTC()))
                    .build()));

            assertThat(app.lines.awaitEnd(id).has("debugged")).isFalse();
            assertThat(Scrape.of(app).sum("debug_headers_total")).isZero();
        }
    }

    private static void ignored(TestApplication app, HttpRequest.Builder request, String usual) {
        HttpResponse<String> response = app.send(request.build());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(names(response)).isEqualTo(usual);
        assertThat(app.lines.awaitEnd(id(response)).has("debugged")).isFalse();
    }

    private static String names(HttpResponse<String> response) {
        return response.headers().map().keySet().toString();
    }

    private static double seen(TestApplication app, SignatureCheck result) {
        return Scrape.of(app).sum("debug_headers_total", "result=\"" + result + "\"");
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-ID").orElseThrow();
    }

    private TestApplication app(FakeSource upstream, Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(variables);
        all.put("DEX_DEBUG_KEY", KEY);
        return TestApplication.start(folder,
                FakeRateSources.yaml(Map.of(FakeRateSources.COINBASE, upstream.url())), all);
    }
}
