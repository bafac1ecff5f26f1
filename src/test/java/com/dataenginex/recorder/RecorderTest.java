package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeOutcome;
import com.dataenginex.http.Kept;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.dataenginex.tracing.SpanStarter;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.sse.SseSink;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What failed, was slow or was cut off is exported and told in full, though nothing else is. */
class RecorderTest {
    private static final Log LOG = Log.of(RecorderTest.class);
    private static final SpanStarter TRACER = SpanStarter.get(RecorderTest.class);
    private static final String PARENT_SAYS_NO = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    private static final Duration SLOW = Duration.ofMillis(300);

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicReference<Tracer> tracing = new AtomicReference<>();

    private Handler step(Handler then) {
        return (req, res) -> {
            LOG.debug("step_begun", out -> out.text("what", "a step"));
            TRACER.run("step", span -> span.set("table", "users"));
            LOG.debug("step_done", out -> out.number("rows", 42));
            then.handle(req, res);
        };
    }

    private TestApplication start(Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of("DEX_TRACING_SAMPLE_RATIO", "0",
                "DEX_RECORDER_SLOW_AFTER", SLOW.toString()));
        variables.putAll(more);
        TestApplication app = TestApplication.start(variables,
                Endpoint.get("/good", step((req, res) -> res.send("good"))),
                Endpoint.get("/bad", step((req, res) -> {
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                })),
                Endpoint.get("/boom", step((req, res) -> {
                    throw new IllegalStateException("boom");
                })),
                Endpoint.get("/slow", step((req, res) -> {
                    release.await(SLOW.plusMillis(20).toMillis(), TimeUnit.MILLISECONDS);
                    res.send("late");
                })),
                Endpoint.get("/held", step((req, res) -> TRACER.run("waiting", span -> {
                    release.await();
                    res.send("held");
                }))),
                Endpoint.get("/handed-on", (req, res) -> {
                    io.opentelemetry.api.trace.Span span = tracing.get().spanBuilder("elsewhere").startSpan();
                    Thread.ofPlatform().start(span::end).join();
                    throw new IllegalStateException("after all");
                }),
                Endpoint.get("/twice", (req, res) -> {
                    tracing.get().spanBuilder("inner").setSpanKind(SpanKind.SERVER).startSpan().end();
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                }),
                Endpoint.get("/early", (req, res) -> {
                    io.opentelemetry.api.trace.Span.current().end();
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                }),
                Endpoint.get("/left", step((req, res) -> {
                    release.await();
                    throw new ProblemException(Problem.of(ProblemType.BAD_GATEWAY));
                })),
                Endpoint.get("/full", (req, res) -> {
                    for (int i = 0; i < 200; i++) {
                        io.opentelemetry.api.trace.Span.current().setAttribute("attribute." + i, i);
                    }
                    throw new IllegalStateException("full");
                }),
                Endpoint.get("/late-stream", (req, res) -> {
                    release.await(SLOW.plusMillis(20).toMillis(), TimeUnit.MILLISECONDS);
                    try (SseSink sink = res.sink(SseSink.TYPE)) {
                        sink.emit(SseEvent.create("one"));
                        throw new IllegalStateException("in the middle");
                    }
                }).stream(),
                Endpoint.get("/many", (req, res) -> {
                    for (int i = 0; i < 100; i++) {
                        int row = i;
                        TRACER.run("part", span -> {
                        });
                        LOG.debug("part_done", out -> out.number("row", row));
                    }
                    throw new IllegalStateException("many");
                }),
                Endpoint.get("/told", (req, res) -> {
                    for (int i = 0; i < 100; i++) {
                        LOG.debug("part_done", Fields.NONE);
                    }
                    Exchange.current().observe(ended -> LOG.debug("told_of_the_end", Fields.NONE));
                    res.send("done");
                }),
                Endpoint.get("/stream", (req, res) -> {
                    try (SseSink sink = res.sink(SseSink.TYPE)) {
                        sink.emit(SseEvent.create("one"));
                        LOG.debug("event_sent", out -> out.number("number", 1));
                        throw new IllegalStateException("in the middle");
                    }
                }).stream());
        tracing.set(app.tracing().openTelemetry().getTracer("test"));
        return app;
    }

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue("X-Request-ID").orElseThrow();
    }

    private static List<String> events(TestApplication app, String id) {
        return app.lines.ofRequest(id).stream().map(line -> line.path("event").asText()).toList();
    }

    @Test
    void aFailureIsExportedWithItsSpansAndToldInFull() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            String good = id(app.get("/good"));
            String bad = id(app.get("/bad"));

            JsonNode end = app.lines.awaitEnd(bad);
            assertThat(end.path("trace_sampled").booleanValue()).isTrue();
            assertThat(end.path("trace_kept").asText()).isEqualTo("error");
            assertThat(events(app, bad)).containsExactly("request_started", "request_admitted", "step_begun",
                    "step_done", "request_completed");
            assertThat(app.lines.ofRequest(bad).subList(1, 4)).allSatisfy(line -> {
                assertThat(line.path("replayed").booleanValue()).isTrue();
                assertThat(line.path("level").asText()).isEqualTo("DEBUG");
                assertThat(line.path("trace_sampled").booleanValue()).isTrue();
                assertThat(line.path("timestamp").asText()).isLessThan(end.path("timestamp").asText());
            });
            assertThat(app.lines.ofRequest(bad).get(3).path("rows").intValue()).isEqualTo(42);
            assertThat(app.lines.awaitEnd(good).path("trace_sampled").booleanValue()).isFalse();
            assertThat(events(app, good)).containsExactly("request_started", "request_completed");

            // Batches are exported side by side.
            List<Span> spans = receiver.await(2, span -> true).stream()
                    .sorted(Comparator.comparing(Span::getName).reversed()).toList();
            assertThat(spans).extracting(Span::getName).containsExactly("step", "GET /bad");
            assertThat(spans.getLast().getParentSpanId().isEmpty()).isTrue();
            assertThat(spans.getFirst().getParentSpanId()).isEqualTo(spans.getLast().getSpanId());
            assertThat(OtlpReceiver.attributes(spans.getLast())).containsEntry("sampling.kept", "error")
                    .containsEntry("http.route", "/bad").containsEntry("url.path", "/bad");
            assertThat(OtlpReceiver.id(spans.getLast().getTraceId())).isEqualTo(end.path("trace_id").asText());
            assertThat(spans).allSatisfy(span -> assertThat(span.getFlags() & 1).isEqualTo(1));
            Scrape scrape = Scrape.of(app);
            assertThat(scrape.sum("recorder_kept_total", "reason=\"error\"")).isEqualTo(1);
            assertThat(scrape.sum("spans_created_total")).isEqualTo(2);
        }
    }

    /** Its 503 is its answer, every few seconds. */
    @Test
    void aProbeThatSaysNoIsNotKept() {
        try (TestApplication app = start(Map.of("DEX_DB_HOST", "127.0.0.1", "DEX_DB_PORT", "1",
                "DEX_HEALTH_FAILURES_TO_GO_DOWN", "1"))) {
            Awaitility.await().until(() -> app.get("/ready").statusCode() == 503);

            assertThat(Scrape.of(app).sum("recorder_kept_total")).isZero();
            assertThat(app.lines.all()).noneMatch(line -> line.has("replayed"));
        }
    }

    @Test
    void anExemplarPointsAtATraceThatExists() {
        try (TestApplication app = start(Map.of())) {
            app.get("/good");
            String bad = app.lines.awaitEnd(id(app.get("/bad"))).path("trace_id").asText();

            assertThat(openMetrics(app).lines().filter(line -> line.contains("trace_id=")))
                    .isNotEmpty().allSatisfy(line -> assertThat(line).contains(bad));
        }
    }

    /** The trace of a stream is there once the stream ends, which may be in an hour. */
    @Test
    void noExemplarPointsAtAStreamThatGoesOn() {
        try (TestApplication app = start(Map.of("DEX_TRACING_SAMPLE_RATIO", "1"));
                EventReader reader = EventReader.open(app.port(), "/api/insights?count=2&interval=10")) {
            reader.awaitFirst();

            assertThat(openMetrics(app)).contains("sse_events_sent_total 1.0").doesNotContain("trace_id=");

            reader.close();
            app.get("/good");
            assertThat(openMetrics(app)).contains("trace_id=");
        }
    }

    private static String openMetrics(TestApplication app) {
        return app.send(app.request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0").build())
                .body();
    }

    @Test
    void soIsASlowOneUnlessItsCallerDidNotSample() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            String refused = id(app.send(app.request("/slow").header("traceparent", PARENT_SAYS_NO).build()));
            String slow = id(app.get("/slow"));
            String failed = id(app.send(app.request("/boom").header("traceparent", PARENT_SAYS_NO).build()));

            assertThat(app.lines.awaitEnd(slow).path("trace_kept").asText()).isEqualTo("slow");
            assertThat(app.lines.awaitEnd(failed).path("trace_kept").asText()).isEqualTo("error");
            JsonNode end = app.lines.awaitEnd(refused);
            assertThat(end.has("trace_kept")).isFalse();
            assertThat(end.path("trace_sampled").booleanValue()).isFalse();
            assertThat(events(app, refused)).contains("step_done");
            assertThat(receiver.await(4, span -> true)).extracting(Span::getName).containsExactlyInAnyOrder("step",
                    "GET /slow", "step", "GET /boom");
        }
    }

    @Test
    void whatTheSamplerChoseHasNoAttributeAndIsToldInFullToo() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(
                        Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_TRACING_SAMPLE_RATIO", "1"))) {
            String bad = id(app.get("/bad"));

            assertThat(app.lines.awaitEnd(bad).has("trace_kept")).isFalse();
            assertThat(events(app, bad)).contains("step_begun", "step_done");
            assertThat(receiver.await(2, span -> true)).allSatisfy(
                    span -> assertThat(OtlpReceiver.attributes(span)).doesNotContainKey("sampling.kept"));
            assertThat(Scrape.of(app).sum("recorder_kept_total", "reason=\"error\"")).isEqualTo(1);
        }
    }

    @Test
    void aStreamIsDecidedAgainAtItsEnd() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            app.raw().exchange("GET /stream HTTP/1.1\r\nHost: a\r\nX-Request-ID: broken-stream\r\n\r\n");

            JsonNode end = app.lines.awaitEnd("broken-stream");
            assertThat(end.path("trace_kept").asText()).isEqualTo("error");
            assertThat(events(app, "broken-stream")).contains("event_sent").last().isEqualTo("request_failed");
            assertThat(receiver.await(1, span -> true)).extracting(Span::getName).containsExactly("GET /stream");
        }
    }

    /** A caller whose patience is shorter than ours is told nothing, but the operator is. */
    @Test
    void aFailureThatNobodyWaitedForIsKept() throws IOException {
        try (TestApplication app = start(Map.of())) {
            try (Socket client = app.raw().open()) {
                client.getOutputStream().write("GET /left HTTP/1.1\r\nHost: a\r\nX-Request-ID: gone\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                Awaitility.await().until(() -> app.recorder().underWay().size() == 1);
                client.setSoLinger(true, 0);
            }
            release.countDown();

            assertThat(awaitRecording(app, "gone").kept()).isEqualTo(Kept.ERROR);
            assertThat(app.lines.awaitEnd("gone").path("trace_kept").asText()).isEqualTo("error");
        }
    }

    /** It was slow at its first byte, which its caller did not want to know. */
    @Test
    void aSlowStreamThatFailsIsAFailure() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(
                        Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_RECORDER_KEPT_BURST", "1",
                                "DEX_RECORDER_KEPT_PER_SECOND", "1"))) {
            app.raw().exchange("GET /late-stream HTTP/1.1\r\nHost: a\r\nX-Request-ID: late-and-broken\r\ntraceparent: "
                    + PARENT_SAYS_NO + "\r\n\r\n");

            assertThat(app.lines.awaitEnd("late-and-broken").path("trace_kept").asText()).isEqualTo("error");
            assertThat(receiver.await(1, span -> true)).extracting(Span::getName)
                    .containsExactly("GET /late-stream");
        }
    }

    @Test
    void aSpanThatEndsOnAnotherThreadBelongsToItsRequest() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            String id = id(app.get("/handed-on"));

            assertThat(receiver.await(2, span -> true)).extracting(Span::getName)
                    .containsExactlyInAnyOrder("elsewhere", "GET /handed-on");
            assertThat(awaitRecording(app, id).spans()).extracting(span -> span.getName())
                    .containsExactly("elsewhere", "GET /handed-on");
        }
    }

    @Test
    void ofTwoSpansOfItsKindTheRequestsOwnIsTold() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            String id = id(app.get("/twice"));

            assertThat(receiver.await(2, span -> true)).filteredOn(
                    span -> OtlpReceiver.attributes(span).containsKey("sampling.kept")).extracting(Span::getName)
                    .containsExactly("GET /twice");
            assertThat(awaitRecording(app, id).spans()).extracting(span -> span.getName())
                    .containsExactly("inner", "GET /twice");
        }
    }

    @Test
    void oneThatIsEndedBeforeItsRequestFailsSaysWhyItIsKept() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            app.get("/early");

            assertThat(OtlpReceiver.attributes(receiver.await(1, span -> true).getFirst()))
                    .containsEntry("sampling.kept", "error");
        }
    }

    @Test
    void aSpanThatIsFullSaysSoToo() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            app.get("/full");

            assertThat(OtlpReceiver.attributes(receiver.await(1, span -> true).getFirst()))
                    .containsEntry("sampling.kept", "error").hasSizeGreaterThan(100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"OFF", "ERROR"})
    void aLogThatIsToSaySoLittleSaysNoMore(String level) {
        try (TestApplication app = start(Map.of("LOG_LEVEL", level))) {
            String id = id(app.get("/bad"));
            awaitRecording(app, id);
            app.stop();

            assertThat(app.lines.all()).isEmpty();
        }
    }

    @Test
    void aStormStaysSmallAndIsCountedAndSaidOnce() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_RECORDER_KEPT_BURST",
                        "5", "DEX_RECORDER_KEPT_PER_SECOND", "1"))) {
            for (int i = 0; i < 50; i++) {
                app.get("/bad");
            }

            Scrape scrape = Scrape.of(app);
            double kept = scrape.sum("recorder_kept_total", "reason=\"error\"");
            assertThat(kept).isBetween(5.0, 49.0);
            assertThat(scrape.sum("recorder_dropped_total", "reason=\"error\"")).isEqualTo(50 - kept);
            assertThat(app.recorder().newest(100, one -> one.kept() != null)).hasSize((int) kept);
            app.stop();
            List<JsonNode> said = app.lines.of("recorder_limited");
            assertThat(said).hasSize(1);
            assertThat(said.getFirst().path("not_kept").doubleValue()).isEqualTo(50 - kept);
            assertThat(receiver.spans()).hasSize(2 * (int) kept);
        }
    }

    @Test
    void whatIsLargeIsCutAndSaysSo() {
        try (TestApplication app = start(Map.of())) {
            String id = id(app.get("/many"));
            app.lines.awaitEnd(id);

            Recording one = awaitRecording(app, id);
            assertThat(one.spans()).hasSize(Flight.MOST_SPANS).last()
                    .satisfies(span -> assertThat(span.getName()).isEqualTo("GET /many"));
            assertThat(one.lines().getLast().event()).isEqualTo("request_failed");
            assertThat(one.lines()).hasSizeLessThanOrEqualTo(Flight.MOST_LINES);
            assertThat(one.leftOut()).isPositive();
            assertThat(Scrape.of(app).sum("recorder_dropped_total", "reason=\"part_left_out\"")).isPositive();
            assertThat(app.lines.ofRequest(id)).hasSizeLessThanOrEqualTo(Flight.MOST_LINES + 1);
        }
    }

    /** Others that are told of the end say something too, and before it, as a stream does. */
    @Test
    void theLineThatEndsItIsAmongThoseOfManyLines() {
        try (TestApplication app = start(Map.of())) {
            Recording one = awaitRecording(app, id(app.get("/told")));

            assertThat(one.lines()).hasSize(Flight.MOST_LINES).last()
                    .satisfies(line -> assertThat(line.event()).isEqualTo("request_completed"));
        }
    }

    @Test
    void noFloodOfOrdinaryOnesEvictsIt() {
        try (TestApplication app = start(Map.of("DEX_RECORDER_MAX_BYTES", "1048576"))) {
            String bad = id(app.get("/bad"));
            for (int i = 0; i < 1_000; i++) {
                app.get("/good");
            }

            Recording one = awaitRecording(app, bad);
            assertThat(one.kept()).isEqualTo(Kept.ERROR);
            assertThat(one.outcome()).isEqualTo(ExchangeOutcome.COMPLETED);
            assertThat(one.problem().type()).isEqualTo(ProblemType.BAD_GATEWAY);
            assertThat(app.recorder().find(one.traceId())).containsExactly(one);
            assertThat(one.spans()).extracting(span -> span.getName()).containsExactly("step", "GET /bad");
            assertThat(one.lines()).extracting(line -> line.event()).endsWith("request_completed");
            assertThat(app.recorder().oldestSequence()).isGreaterThan(one.sequence());
            assertThat(app.recorder().after(app.recorder().oldestSequence() - 1, 10_000)).hasSize(
                    (int) (app.recorder().lastSequence() - app.recorder().oldestSequence() + 1));
            assertThat(app.recorder().after(990, 5)).extracting(Recording::sequence).containsExactly(991L, 992L, 993L,
                    994L, 995L);
            assertThat(app.recorder().bytes()).isPositive().isLessThanOrEqualTo(app.recorder().limit());
        }
    }

    @Test
    void whatIsUnderWayHasAnAgeAndAPhase() {
        try (TestApplication app = start(Map.of())) {
            CompletableFuture<HttpResponse<String>> held = CompletableFuture.supplyAsync(() -> app.get("/held"));

            RunningRequest one = Awaitility.await().until(() -> app.recorder().underWay(),
                    all -> all.size() == 1 && all.getFirst().phase().equals("waiting")).getFirst();
            assertThat(one.route()).isEqualTo("/held");
            assertThat(one.ageNanos()).isPositive();
            assertThat(one.traceId()).isNotNull();
            release.countDown();
            held.join();
            Awaitility.await().until(() -> app.recorder().underWay().isEmpty());
        }
    }

    @Test
    void whoLooksAtThoseUnderWayWhileTheyEndSeesTheRest() {
        try (TestApplication app = start(Map.of())) {
            CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 3_000; i++) {
                    app.get("/good");
                }
            });
            long seen = 0;
            while (!asked.isDone()) {
                seen += app.recorder().underWay().size();
            }

            asked.join();
            assertThat(seen).isPositive();
        }
    }

    @Test
    void whatNeverReachedAFilterIsRememberedToo() {
        try (TestApplication app = start(Map.of())) {
            app.raw().exchange("GET / HTTP/1.1\r\nX-Request-ID: refused-one\r\n\r\n");

            assertThat(awaitRecording(app, "refused-one").outcome()).isEqualTo(ExchangeOutcome.REFUSED);
        }
    }

    @Test
    void offMeansThatNothingIsRegistered() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = start(
                        Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_RECORDER_ENABLED", "false"))) {
            String bad = id(app.get("/bad"));

            assertThat(app.lines.awaitEnd(bad).path("trace_sampled").booleanValue()).isFalse();
            assertThat(events(app, bad)).containsExactly("request_started", "request_completed");
            assertThat(Scrape.of(app).names()).noneMatch(name -> name.startsWith("recorder_"));
            app.stop();
            assertThat(receiver.spans()).isEmpty();
        }
    }

    private static Recording awaitRecording(TestApplication app, String id) {
        return Awaitility.await().until(() -> app.recorder().find(id), all -> !all.isEmpty()).getFirst();
    }
}
