package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.config.ConfigException;
import com.dataenginex.http.Endpoint;
import com.dataenginex.support.Handlers;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.TracedApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("observability")
class TracingTest {
    private static final String PARENT_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + PARENT_TRACE + "-00f067aa0ba902b7-01";
    private static final String[] PATHS = {"/", "/api/items/7?x=1", "/boom", "/upstream", "/stream", "/nope",
        "/refused", "/", "/", "/"};

    @ParameterizedTest
    @CsvSource({"32768, 1024", "2048, 1024", "1500, 750", "1024, 512", "700, 512", "512, 512", "100, 100",
        "many, 1024"})
    void aBatchLeavesRoomInASmallQueue(String queueSize, String batch) {
        assertThat(Tracing.batch(queueSize)).isEqualTo(batch);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grpc", "http/protobuf"})
    void everyRequestOfAMixedLoadArrivesAsOneServerSpan(String protocol) {
        try (OtlpReceiver receiver = protocol.equals("grpc") ? OtlpReceiver.grpc() : OtlpReceiver.http();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT",
                        "127.0.0.1:" + receiver.port(), "OTEL_EXPORTER_OTLP_PROTOCOL", protocol))) {
            load(app, 1_000);
            List<Span> servers = receiver.await(1_100, span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);
            app.lines.await(1_100, line -> line.has("status_code"));

            assertThat(servers).hasSize(1_100);
            Map<String, Long> names = servers.stream()
                    .collect(Collectors.groupingBy(Span::getName, Collectors.counting()));
            assertThat(names).isEqualTo(
                    Map.of("GET /", 400L, "GET /api/items/{id}", 100L, "GET /boom", 100L, "GET /upstream", 100L,
                            "GET /stream", 100L, "GET", 100L, "GET /refused", 100L, "GET /echo", 100L));
            assertThat(servers.stream().map(span -> OtlpReceiver.id(span.getSpanId())).distinct()).hasSize(1_100);
            Set<String> logged = app.lines.all().stream().filter(line -> line.has("status_code"))
                    .map(line -> line.path("trace_id").asText() + line.path("span_id").asText())
                    .collect(Collectors.toSet());
            assertThat(
                    servers.stream().map(span -> OtlpReceiver.id(span.getTraceId()) + OtlpReceiver.id(span.getSpanId()))
                            .collect(Collectors.toSet()))
                    .isEqualTo(logged);
            clientSpansHangUnderTheServerSpans(receiver, servers);
            assertThat(app.tracing().counts().overflowed()).isZero();
        }
    }

    @Test
    void whatASpanSaysOfItsRequestIsWithinTheLimitsOfTheSdk() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT",
                        "127.0.0.1:" + receiver.port(), "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "5",
                        "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "9"))) {
            app.get("/api/items/7?x=1");

            Span span = receiver.await(1, one -> true).getFirst();
            assertThat(OtlpReceiver.attributes(span)).hasSize(5).containsEntry("http.route", "/api/item")
                    .containsEntry("http.request.method", "GET");
            assertThat(span.getDroppedAttributesCount()).isEqualTo(5);
        }
    }

    @Test
    void whatAHandlerHasSaidOfItsFailureStays() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()),
                        Endpoint.get("/failed", (req, res) -> {
                            io.opentelemetry.api.trace.Span.current().setAttribute("error.type", "no_stock")
                                    .setAttribute("http.route", "not this one");
                            res.status(503).send();
                        }))) {
            app.get("/failed");

            Span span = receiver.await(1, one -> true).getFirst();
            assertThat(OtlpReceiver.attributes(span)).containsEntry("error.type", "no_stock")
                    .containsEntry("http.route", "/failed").containsEntry("http.response.status_code", 503L);
        }
    }

    /** Nobody knows the status then. */
    @Test
    void aSpanThatIsEndedBeforeItsRequestSaysNothingOfTheAnswer() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()),
                        Endpoint.get("/early", (req, res) -> {
                            io.opentelemetry.api.trace.Span.current().end();
                            res.send("early");
                        }))) {
            app.get("/early");

            Span span = receiver.await(1, one -> true).getFirst();
            assertThat(span.getName()).isEqualTo("GET");
            assertThat(OtlpReceiver.attributes(span)).doesNotContainKey("http.response.status_code");
        }
    }

    @Test
    void aSpanThatCannotBeEncodedIsCountedAsOneThatFailed() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()),
                        Endpoint.get("/odd", (req, res) -> {
                            Map<String, Object> odd = Map.of("not", "a value");
                            @SuppressWarnings({"unchecked", "rawtypes"})
                            AttributeKey<Object> key = (AttributeKey) AttributeKey.valueKey("odd");
                            io.opentelemetry.api.trace.Span.current().setAttribute(key, odd);
                            res.send("odd");
                        }))) {
            app.get("/odd");
            app.get("/");

            assertThat(receiver.await(1, one -> true)).extracting(Span::getName).containsExactly("GET /");
            assertThat(app.tracing().counts().failed()).isEqualTo(1);
            // The receiver has the span before the exporter has its answer.
            Awaitility.await().until(() -> app.tracing().counts().unsent() == 0);
        }
    }

    private static void clientSpansHangUnderTheServerSpans(OtlpReceiver receiver, List<Span> servers) {
        Map<String, Span> byId = servers.stream()
                .collect(Collectors.toMap(span -> OtlpReceiver.id(span.getSpanId()), span -> span));
        List<Span> clients = receiver.await(200, span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(clients).hasSize(200).allSatisfy(client -> {
            Span parent = byId.get(OtlpReceiver.id(client.getParentSpanId()));
            assertThat(parent.getName()).isIn("GET /upstream", "GET /refused");
            assertThat(client.getTraceId()).isEqualTo(parent.getTraceId());
            assertThat(client.getName()).isEqualTo("GET");
            assertThat(client.getAttributesList().toString()).doesNotContain("hunter2");
            if (parent.getName().equals("GET /refused")) {
                assertThat(client.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
                assertThat(client.getEventsList()).anyMatch(event -> event.getName().equals("exception"));
            } else {
                assertThat(OtlpReceiver.attributes(client)).containsEntry("http.response.status_code", 200L)
                        .containsEntry("server.address", "127.0.0.1").containsEntry("http.request.method", "GET");
            }
        });
        Set<String> clientIds = clients.stream().map(span -> OtlpReceiver.id(span.getSpanId()))
                .collect(Collectors.toSet());
        assertThat(servers).filteredOn(span -> span.getName().equals("GET /echo"))
                .allSatisfy(echo -> assertThat(clientIds).contains(OtlpReceiver.id(echo.getParentSpanId())));
    }

    @Test
    void describesRequestsErrorsAndStreams() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication
                        .start(Map.of("OTLP_ENDPOINT", receiver.endpoint(), "APP_NAME", "dex-test"))) {
            app.get("/api/items/7?token=hunter2");
            app.get("/boom");
            app.get("/refused");
            app.get("/stream");
            app.send(app.request("/nope").method("BREW", HttpRequest.BodyPublishers.noBody()).build());
            app.get("/metrics");
            List<Span> spans = receiver.await(5, span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER);

            Span item = named(spans, "GET /api/items/{id}");
            assertThat(OtlpReceiver.attributes(item)).containsEntry("http.request.method", "GET")
                    .containsEntry("http.route", "/api/items/{id}").containsEntry("http.response.status_code", 200L)
                    .containsEntry("url.path", "/api/items/7").containsEntry("url.scheme", "http")
                    .containsEntry("http.method", "GET")
                    .containsEntry("http.status_code", 200L).containsEntry("client.address", "127.0.0.1");
            assertThat(item.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            Span boom = named(spans, "GET /boom");
            assertThat(boom.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(boom.getEventsList()).singleElement()
                    .satisfies(event -> assertThat(event.getName()).isEqualTo("exception"));
            assertThat(OtlpReceiver.attributes(boom)).containsEntry("error.type", "java.lang.IllegalStateException");
            Span refused = named(spans, "GET /refused");
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(OtlpReceiver.attributes(refused)).containsEntry("error.type", "502");
            Span stream = named(spans, "GET /stream");
            assertThat(stream.getEventsList()).singleElement()
                    .satisfies(e -> assertThat(e.getName()).isEqualTo("stream.started"));
            assertThat(OtlpReceiver.attributes(stream)).containsEntry("stream.events", 2L);
            assertThat(OtlpReceiver.attributes(named(spans, "HTTP"))).containsEntry("http.request.method", "_OTHER")
                    .containsEntry("http.request.method_original", "BREW").doesNotContainKey("http.route");
            assertThat(spans).hasSize(5).noneMatch(span -> span.toString().contains("hunter2"));
            assertThat(receiver.resource()).containsEntry("service.name", "dex-test")
                    .containsEntry("deployment.environment.name", "dev")
                    .containsKey("service.version");
        }
    }

    @Test
    void aClientThatLeavesIsNoError() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()),
                        Endpoint.get("/endless", Handlers.endless()))) {
            app.raw().abandon("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");

            Span span = receiver.await(1, s -> true).getFirst();

            assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(OtlpReceiver.attributes(span)).containsEntry("http.response.status_code", 499L);
        }
    }

    @Test
    void continuesTheCallersTraceAndSendsItOn() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            HttpResponse<String> response = app.send(app.request("/upstream").header("traceparent", PARENT)
                    .header("tracestate", "vendor=1").header("baggage", "tenant=blue").build());

            assertThat(response.headers().firstValue("X-Trace-ID")).contains(PARENT_TRACE);
            assertThat(response.body()).contains("traceparent=00-" + PARENT_TRACE, "tracestate=vendor=1",
                    "baggage=tenant=blue");
            Span server = receiver.await(1, span -> span.getName().equals("GET /upstream")).getFirst();
            assertThat(OtlpReceiver.id(server.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
            assertThat(response.headers().allValues("Server-Timing")).containsExactly("traceparent;desc=\"00-"
                    + PARENT_TRACE + "-" + OtlpReceiver.id(server.getSpanId()) + "-01\"");
        }
    }

    /** Several fields are one list, in order (RFC 9110, 5.3). */
    @Test
    void severalFieldsOfTheCallersStateAreOneList() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            HttpResponse<String> response = app.send(app.request("/upstream").header("traceparent", PARENT)
                    .header("tracestate", "one=1").header("tracestate", "two=2,three=3").header("baggage", "a=1")
                    .header("baggage", "b=2,c=3").build());

            assertThat(response.body()).contains("tracestate=one=1,two=2,three=3");
            assertThat(response.body()).contains("a=1", "b=2", "c=3");
            Span server = receiver.await(1, span -> span.getName().equals("GET /upstream")).getFirst();
            assertThat(server.getTraceState()).isEqualTo("one=1,two=2,three=3");
        }
    }

    /** What needs no receiver. */
    @Nested
    class WithoutAReceiver {
        private static TestApplication app;

        @BeforeAll
        static void start() {
            app = TestApplication.start();
        }

        /** Which of the two should hold? */
        @Test
        void twoParentsAreNone() {
            HttpResponse<String> response = app
                    .send(app.request("/").header("traceparent", PARENT).header("traceparent", PARENT).build());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("X-Trace-ID").orElseThrow()).isNotEqualTo(PARENT_TRACE);
        }

        @Test
        void aStateThatIsTooLongIsCutAfterAWholeMember() {
            String members = IntStream.range(0, 40).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));

            assertThat(HeaderLists.TRACESTATE.of(List.of(members)))
                    .isEqualTo(members.substring(0, members.indexOf(",k32=")));
            assertThat(HeaderLists.TRACESTATE.of(List.of("a=1", "b=2"))).isEqualTo("a=1,b=2");
            assertThat(HeaderLists.TRACESTATE.of(List.of(""))).isEmpty();
            assertThat(HeaderLists.TRACESTATE.of(List.of("", ",a=1, ,b=2,"))).isEqualTo("a=1,b=2");
            assertThat(HeaderLists.BAGGAGE.of(List.of(",", "b=2"))).isEqualTo("b=2");
            assertThat(HeaderLists.BAGGAGE.of(List.of("a=1", "b=" + "x".repeat(9_000), "c=3"))).isEqualTo("a=1,c=3");
            assertThat(HeaderLists.BAGGAGE.of(List.of("x".repeat(9_000)))).isEmpty();
        }

        @AfterAll
        static void stop() {
            app.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "00-zz", "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736"})
        void aMalformedParentStartsANewTrace(String parent) {
            HttpResponse<String> response = app.send(app.request("/").header("traceparent", parent).build());

            assertThat(response.headers().firstValue("X-Trace-ID").orElseThrow()).matches("[0-9a-f]{32}")
                    .isNotEqualTo(PARENT_TRACE);
        }
    }

    @Test
    void samplingDecidesTheExportAndNothingElse(@TempDir Path folder) throws Exception {
        Path never = Files.writeString(folder.resolve("x.yaml"), "tracing: {sample-ratio: 0}");
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication
                        .start(Map.of("OTLP_ENDPOINT", receiver.endpoint(), "DEX_CONFIG", never.toString()))) {
            HttpResponse<String> unsampled = app.get("/nope");
            HttpResponse<String> sampled = app.send(app.request("/").header("traceparent", PARENT).build());
            String trace = unsampled.headers().firstValue("X-Trace-ID").orElseThrow();

            receiver.await(1, span -> span.getName().equals("GET /"));
            assertThat(receiver.spans()).hasSize(1);
            assertThat(sampled.headers().firstValue("X-Trace-ID")).contains(PARENT_TRACE);
            assertThat(unsampled.headers().firstValue("Server-Timing").orElseThrow())
                    .matches("traceparent;desc=\"00-" + trace + "-[0-9a-f]{16}-0[02]\"");
            assertThat(Lines.parse(unsampled.body()).path("trace_id").asText()).isEqualTo(trace);
            JsonNode line = app.lines.awaitEnd(unsampled.headers().firstValue("X-Request-ID").orElseThrow());
            assertThat(line.path("trace_id").asText()).isEqualTo(trace);
            assertThat(Scrape.of(app).sum("spans_created_total")).isEqualTo(1);
        }
    }

    @Test
    void probesAreTracedInDevOnly(@TempDir Path folder) throws Exception {
        Path noDrain = Files.writeString(folder.resolve("x.yaml"), "shutdown: {drain-delay: PT0S}");
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(
                        Map.of("ENVIRONMENT", "stage", "OTLP_ENDPOINT", receiver.endpoint(), "OTEL_TRACES_SAMPLER",
                                "always_on", "DEX_CONFIG", noDrain.toString()))) {
            app.get("/health");
            app.get("/");

            receiver.await(1, span -> span.getName().equals("GET /"));
            assertThat(receiver.spans()).hasSize(1);
        }
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            app.get("/health");

            assertThat(receiver.await(1, span -> span.getName().equals("GET /health"))).hasSize(1);
        }
    }

    @Test
    void theStandardVariablesWin() {
        try (OtlpReceiver receiver = OtlpReceiver.http();
                TestApplication app = TracedApplication.start(new HashMap<>(Map.of("OTLP_ENDPOINT", "127.0.0.1:1",
                        "OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint(), "OTEL_EXPORTER_OTLP_PROTOCOL",
                        "http/protobuf",
                        "OTEL_EXPORTER_OTLP_COMPRESSION", "gzip", "OTEL_SERVICE_NAME", "renamed",
                        "OTEL_RESOURCE_ATTRIBUTES",
                        "team=blue")))) {
            app.get("/");

            receiver.await(1, span -> span.getName().equals("GET /"));
            assertThat(receiver.resource()).containsEntry("service.name", "renamed").containsEntry("team", "blue")
                    .containsEntry("deployment.environment.name", "dev");
        }
    }

    @Test
    void nonsenseStopsTheStart() {
        ConfigException endpoint = catchThrowableOfType(ConfigException.class,
                () -> TestApplication.start(Map.of("OTLP_ENDPOINT", "ftp://user:hunter2@x:1")));
        ConfigException sampler = catchThrowableOfType(ConfigException.class,
                () -> TestApplication.start(Map.of("OTEL_TRACES_SAMPLER", "nonsense")));

        assertThat(endpoint)
                .hasMessageContaining(
                        "tracing.otlp-endpoint = \"ftp://x:1\" (its user, password and query are not shown) from "
                                + "environment variable OTLP_ENDPOINT")
                .hasMessageNotContaining("hunter2");
        assertThat(sampler).hasMessageContaining("environment variable OTEL_TRACES_SAMPLER is not allowed")
                .hasMessageNotContaining("nonsense");
    }

    @Test
    void aLibrarysMessageNeverShowsAValue() {
        ConfigException headers = catchThrowableOfType(ConfigException.class,
                () -> TestApplication.start(Map.of("OTEL_EXPORTER_OTLP_HEADERS", "s3cr3t-without-a-name",
                        "OTLP_ENDPOINT", "127.0.0.1:1")));

        assertThat(headers).hasMessageContaining("OTEL_EXPORTER_OTLP_HEADERS").hasMessageNotContaining("s3cr3t");
    }

    @Test
    void theServicesNameMayStandInTheResourceAttributes() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint(), "APP_NAME",
                        "a name, with = signs", "OTEL_RESOURCE_ATTRIBUTES", "team=blue"))) {
            app.get("/");
            receiver.await(1, span -> span.getName().equals("GET /"));
            assertThat(receiver.resource()).containsEntry("service.name", "a name, with = signs");
        }
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint(),
                        "OTEL_RESOURCE_ATTRIBUTES", "service.name=renamed"))) {
            app.get("/");
            receiver.await(1, span -> span.getName().equals("GET /"));
            assertThat(receiver.resource()).containsEntry("service.name", "renamed");
        }
    }

    @Test
    void anExporterThatIsNotHereIsSaidAndStopsNothing() {
        try (TestApplication app = TestApplication.start(
                Map.of("OTEL_METRICS_EXPORTER", "prometheus", "OTEL_LOGS_EXPORTER", "console", "OTEL_TRACES_EXPORTER",
                        "zipkin"))) {
            assertThat(app.get("/").statusCode()).isEqualTo(200);
            assertThat(app.lines.of("otel_setting_ignored")).extracting(line -> line.path("setting").asText())
                    .containsExactly("otel.logs.exporter", "otel.metrics.exporter", "otel.traces.exporter");
        }
    }

    @Test
    void aDisabledSdkMakesNoSpanAndHandsOnTheCallers() {
        try (TestApplication app = TracedApplication.start(Map.of("OTEL_SDK_DISABLED", "true"))) {
            assertThat(app.get("/").headers().firstValue("X-Trace-ID")).isEmpty();
            assertThat(app.get("/").headers().firstValue("Server-Timing")).isEmpty();
            assertThat(app.get("/upstream").body()).doesNotContain("traceparent");
            HttpResponse<String> called = app.send(app.request("/upstream")
                    .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").build());
            assertThat(called.body()).contains("traceparent=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        }
    }

    @Test
    void ownSpansAndHelidonsHangUnderTheRequest() {
        try (OtlpReceiver receiver = OtlpReceiver.grpc();
                TestApplication app = TracedApplication.start(Map.of("OTLP_ENDPOINT", receiver.endpoint()))) {
            app.get("/manual");

            Span server = receiver.await(1, span -> span.getName().equals("GET /manual")).getFirst();
            List<Span> spans = receiver.await(4, span -> true);
            Span query = named(spans, "database_query");
            assertThat(query.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(OtlpReceiver.attributes(query)).containsEntry("query.table", "users")
                    .containsEntry("query.limit", 100L)
                    .containsEntry("query.cached", false).containsEntry("query.cost", 0.5);
            assertThat(query.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(named(spans, "redis_cache_check").getParentSpanId()).isEqualTo(query.getSpanId());
            assertThat(named(spans, "helidon_span").getParentSpanId()).isEqualTo(server.getSpanId());
        }
    }

    @Test
    void printsSpansInTheSpecificationsShapeOneALine() {
        try (TestApplication app = TracedApplication.start(Map.of("ENABLE_CONSOLE_TRACES", "true"))) {
            app.send(app.request("/boom").header("traceparent", PARENT).build());

            JsonNode span = app.lines.await(1, line -> line.path("name").asText().equals("GET /boom")).getFirst();

            assertThat(span.path("context").path("trace_id").asText()).isEqualTo("0x" + PARENT_TRACE);
            assertThat(span.path("context").path("span_id").asText()).matches("0x[0-9a-f]{16}");
            assertThat(span.path("kind").asText()).isEqualTo("SpanKind.SERVER");
            assertThat(span.path("parent_id").asText()).isEqualTo("0x00f067aa0ba902b7");
            assertThat(span.path("start_time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
            assertThat(span.path("status").path("status_code").asText()).isEqualTo("ERROR");
            assertThat(span.path("attributes").path("http.status_code").intValue()).isEqualTo(500);
            assertThat(span.path("events").get(0).path("name").asText()).isEqualTo("exception");
            assertThat(span.path("links").isArray()).isTrue();
            assertThat(span.path("resource").path("attributes").path("service.name").asText()).isEqualTo("dataenginex");
        }
    }

    @Test
    void printsThemIndentedForPeople() {
        try (TestApplication app = TracedApplication
                .start(Map.of("ENABLE_CONSOLE_TRACES", "true", "LOG_FORMAT", "console"))) {
            app.get("/");

            Awaitility.await()
                    .until(() -> app.lines.toString().contains("{\n    \"name\": \"GET /\",\n    \"context\": {\n"
                            + "        \"trace_id\": \"0x"));
            assertThat(app.lines.toString()).contains("\"parent_id\": null,", "    \"links\": [\n    ],\n");
        }
    }

    @Test
    void theStartupLineSaysWhereSpansGoWithoutCredentials() {
        try (TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", "http://user:hunter2@127.0.0.1:1"))) {
            JsonNode line = app.lines.await(1, l -> l.path("event").asText().equals("service_started")).getFirst();

            assertThat(line.path("telemetry").asText())
                    .isEqualTo("logs to stdout, metrics at :" + app.port()
                            + "/metrics, traces to http://127.0.0.1:1 (grpc, sampler "
                            + "parentbased_traceidratio 1.0)");
        }
    }

    private static void load(TestApplication app, int requests) {
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < requests; i++) {
                String path = PATHS[i % PATHS.length];
                clients.submit(() -> app.get(path));
            }
        }
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans));
    }
}
