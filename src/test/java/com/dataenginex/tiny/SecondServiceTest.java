package com.dataenginex.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.ConfigSources;
import com.dataenginex.config.Settings;
import com.dataenginex.health.FixedDependency;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Parameters;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.limits.EventStream;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.Part;
import com.dataenginex.service.Product;
import com.dataenginex.service.Service;
import com.dataenginex.service.ServiceConfig;
import com.dataenginex.service.StartException;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.Lines;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.Metrics;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that is not ours, made of the foundation alone: nothing of it knows another product. */
class SecondServiceTest {
    private static final ConfigSources CONFIG = new ConfigSources("TINY_", "TINY_CONFIG",
            List.of("/tiny/application.yaml", "/config/application.yaml"));
    private static final Product PRODUCT = new Product("https://tiny.example/problems/", "tiny",
            List.of(FixedDependency.socket("queue", "TINY_QUEUE")));
    private static final Lines LINES = new Lines();
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static OtlpReceiver receiver;
    private static Service service;

    /** Keeps every exchange, span and line that it is told of; each is registered in one line. */
    private static final class Watch implements ExchangeObserver, SpanProcessor {
        @Override
        public void begun(Exchange exchange) {
            SEEN.add("begun " + exchange.template() + " traced " + exchange.span().isValid());
        }

        @Override
        public void ended(Exchange exchange) {
            SEEN.add("ended " + exchange.template() + " " + exchange.status());
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            // Only ends are asked for.
        }

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            SEEN.add("span " + span.getName());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    /** Throws at everything. */
    private static final class Broken implements ExchangeObserver, SpanProcessor {
        @Override
        public void begun(Exchange exchange) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void responded(Exchange exchange) {
            throw new StackOverflowError("planted");
        }

        @Override
        public void ended(Exchange exchange) {
            throw new IllegalStateException("planted");
        }

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {
            throw new IllegalStateException("planted");
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            throw new IllegalStateException("planted");
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @BeforeAll
    static void start() throws StartException {
        receiver = OtlpReceiver.grpc();
        Settings settings = new Settings(Map.of("PORT", "0", "HOST", "127.0.0.1", "LOG_FORMAT", "json", "OTLP_ENDPOINT",
                receiver.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50"), CONFIG);
        ServiceConfig config = ServiceConfig.read(settings, PRODUCT);
        String greeting = settings.text("tiny.greeting");
        settings.check();
        Service.Builder tiny = Service.builder(PRODUCT, config, new BuildInfo("0.1", "abc"), LINES);
        Filter token = (chain, req, res) -> {
            if (!req.headers().contains(HeaderNames.AUTHORIZATION)) {
                throw new ProblemException(Problem.of(ProblemType.UNAUTHORIZED,
                        HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Bearer")));
            }
            if (!req.headers().get(HeaderNames.AUTHORIZATION).get().equals("Bearer right")) {
                throw new ProblemException(Problem.of(ProblemType.FORBIDDEN));
            }
            chain.proceed();
        };
        Watch watch = new Watch();
        tiny.tracing().listen(watch);
        tiny.tracing().listen(new Broken());
        tiny.logging().listen(line -> SEEN.add("line " + line.event()));
        service = tiny.observe(watch)
                .part(Part.of("shelf", () -> SEEN.add("shelf started"), () -> SEEN.add("shelf stopped")))
                .endpoint(Endpoint.get("/greetings/{name}", (req, res) -> greet(greeting, req, res))
                        .and(Method.PUT, SecondServiceTest::put).through(token))
                .observe(new Broken())
                .endpoint(Endpoint.on(Method.PUT, "/wide", (req, res) -> {
                    Parameters parameters = new Parameters(req);
                    parameters.body(100_000);
                    parameters.check();
                    res.send();
                })).endpoint(Endpoint.get("/sent", (req, res) -> res.send("sent")))
                .endpoint(Endpoint.get("/streamed", (req, res) -> {
                    try (OutputStream out = res.outputStream()) {
                        out.write(new byte[100_000]);
                    }
                }))
                .endpoint(Endpoint.get("/ticks", (req, res) -> {
                    tiny.streams().open(Exchange.current());
                    EventStream events = EventStream.begin(res, Exchange.current(), "tick", Duration.ofSeconds(1));
                    events.send("1", events.data().number(1));
                    events.close();
                }).stream()).build();
        service.start();
    }

    @AfterAll
    static void stopsInOrder() {
        boolean clean = service.stop();
        receiver.close();

        assertThat(clean).isTrue();
        assertThat(SEEN).contains("shelf stopped");
        JsonNode ledger = LINES.all().getLast();
        assertThat(ledger.path("event").asText()).isEqualTo("service_stopped");
        assertThat(ledger.path("clean").booleanValue()).isTrue();
        assertThat(ledger.path("streams_closed").longValue()).isEqualTo(1);
        assertThat(ledger.has("shelf_seconds") && ledger.has("requests_seconds")).isTrue();
    }

    private static void greet(String greeting, ServerRequest req, ServerResponse res) {
        Parameters parameters = new Parameters(req);
        String name = parameters.path("name", "", "letters", text -> text.matches("\\p{L}+") ? text : null);
        parameters.check();
        Response.json(req, res, new JsonWriter(64).beginObject().field("text").string(greeting + " " + name).endObject()
                .toBytes());
    }

    private static void put(ServerRequest req, ServerResponse res) {
        Parameters parameters = new Parameters(req);
        parameters.path("name", "", "letters", text -> text.matches("\\p{L}+") ? text : null);
        parameters.body(64);
        String text = parameters.text("text", "1 to 10 characters", given -> given.length() <= 10 ? given : null);
        int times = parameters.field("times", 1, "a whole number from 1 to 3", value -> {
            int number = Integer.parseInt(value.toString());
            return number >= 1 && number <= 3 ? number : null;
        });
        parameters.check();
        Response.json(req, res, new JsonWriter(64).beginObject().field("text").string(text.repeat(times)).endObject()
                .toBytes());
    }

    private static String send(String method, String target, String more, String body) {
        return new RawClient(service.port()).exchange(method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + more
                + "Connection: close\r\n" + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n"
                + body);
    }

    private static String get(String target) {
        return send("GET", target, "Authorization: Bearer right\r\n", "");
    }

    @Test
    void answersAtAPathWithAParameterAndShowsItsTemplateEverywhere() {
        String response = send("GET", "/greetings/J%C3%BCrgen",
                "Authorization: Bearer right\r\nX-Request-ID: tiny-1\r\n",
                "");

        assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("{\"text\":\"hello Jürgen\"}");
        JsonNode line = LINES.awaitEnd("tiny-1");
        assertThat(line.path("app").asText()).isEqualTo("tiny");
        assertThat(line.path("version").asText()).isEqualTo("0.1");
        assertThat(line.path("route").asText()).isEqualTo("/greetings/{name}");
        Scrape scrape = new Scrape(get("/metrics"));
        assertThat(scrape.sum("http_requests_total", "endpoint=\"/greetings/{name}\"", "status=\"200\"")).isPositive();
        assertThat(scrape.sum("tiny_build_info", "version=\"0.1\"", "revision=\"abc\"")).isEqualTo(1);
        assertThat(scrape.sum("tiny_ready")).isEqualTo(1);
        assertThat(scrape.text()).doesNotContain("dataenginex", "external_data", "upstream_");
        assertThat(receiver.await(1, span -> span.getName().equals("GET /greetings/{name}"))).isNotEmpty();
    }

    @Test
    void itsProblemsHaveItsOwnTypes() {
        assertThat(get("/nothing")).startsWith("HTTP/1.1 404 ")
                .contains("\"type\":\"https://tiny.example/problems/not-found\"", "\"trace_id\":\"");
        assertThat(get("/greetings/7")).startsWith("HTTP/1.1 400 ")
                .contains("{\"field\":\"name\",\"reason\":\"\\\"7\\\" is not allowed; allowed: letters\"}");
    }

    @Test
    void anEndpointMayAskForCredentials() {
        assertThat(send("GET", "/greetings/a", "", "")).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer",
                "\"type\":\"https://tiny.example/problems/unauthorized\"");
        assertThat(send("PUT", "/greetings/a", "Authorization: Bearer wrong\r\n", "")).startsWith("HTTP/1.1 403 ")
                .contains("/problems/forbidden");
        assertThat(send("OPTIONS", "/greetings/a", "", "")).startsWith("HTTP/1.1 204 ")
                .contains("Allow: GET, HEAD, PUT, OPTIONS");
        assertThat(send("DELETE", "/greetings/a", "Authorization: Bearer right\r\n", "")).startsWith("HTTP/1.1 405 ")
                .contains("Allow: GET, HEAD, PUT, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                | {"text":"ab","times":2}             | 200 | {"text":"abab"}
            application/json; charset=utf-8 | {"text":"ab"}                       | 200 | {"text":"ab"}
            application/json                | {"text":"ab","times":4,"colour":1}  | 400 | "field":"times"
            application/json                | {"text":"ab","times":4,"colour":1}  | 400 | "field":"colour"
            application/json                | {"text":7}                          | 400 | "field":"text"
            application/json                | {}                                  | 400 | is missing; allowed: a text: 1 to 10 characters
            application/json; charset="     | {"text":"ab"}                       | 415 | The body must be application/json.
            application/json                | {"text":"a","text":"b"}             | 400 | The body is not one JSON object.
            application/json                | ["text"]                            | 400 | The body is not one JSON object.
            application/json                | {"text":                            | 400 | The body is not one JSON object.
            text/plain                      | {"text":"ab"}                       | 415 | The body must be application/json.
            application/json                | {"text":"a long text, which is longer than the sixty-four bytes allowed"} | 413 | 64 bytes
            """)
    void readsABodyAndNamesEveryWrongField(String type, String body, int status, String contained) {
        assertThat(send("PUT", "/greetings/a", "Authorization: Bearer right\r\nContent-Type: " + type + "\r\n", body))
                .startsWith("HTTP/1.1 " + status + " ").contains(contained);
    }

    @Test
    void aDeeplyNestedBodyAndOneFullOfUnknownFieldsAreAnsweredBriefly() {
        String json = "Authorization: Bearer right\r\nContent-Type: application/json\r\n";
        assertThat(send("PUT", "/wide", json, "[".repeat(5_000))).startsWith("HTTP/1.1 400 ");
        String fields = IntStream.range(0, 500).mapToObj(i -> "\"field_" + i + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
        String refused = send("PUT", "/wide", json, fields);
        assertThat(refused).startsWith("HTTP/1.1 400 ").contains("490 more are no fields of this body")
                .hasSizeLessThan(fields.length());
    }

    @Test
    void headHasTheHeadOfGetAndNoByteMore() {
        String get = get("/greetings/a");
        String head = send("HEAD", "/greetings/a", "Authorization: Bearer right\r\n", "");
        assertThat(head).endsWith("\r\n\r\n").contains("Content-Length: 18");
        assertThat(get).contains("Content-Length: 18");
        for (String path : List.of("/sent", "/streamed", "/nothing")) {
            String[] parts = send("HEAD", path, "", "").split("\r\n\r\n", -1);
            assertThat(parts).as(path).hasSize(2);
            assertThat(parts[1]).as(path).isEmpty();
        }
    }

    @Test
    void aListenerThatThrowsHarmsNoRequestAndNoSignal() {
        String response = send("GET", "/sent", "X-Request-ID: thrown-1\r\n", "");

        assertThat(response).startsWith("HTTP/1.1 200 ").endsWith("sent");
        assertThat(LINES.awaitEnd("thrown-1").path("status_code").intValue()).isEqualTo(200);
        assertThat(receiver.await(1, span -> span.getName().equals("GET /sent"))).isNotEmpty();
        Awaitility.await().until(() -> new Scrape(get("/metrics")).sum("http_requests_in_flight") == 0);
        assertThat(LINES.of("exchange_listener_failed")).hasSize(1);
        assertThat(LINES.of("span_listener_failed")).hasSize(1);
    }

    @Test
    void listenersSeeWhatNoFilterSees() {
        new RawClient(service.port()).exchange("nonsense\r\n\r\n");

        Awaitility.await().until(() -> SEEN.contains("ended unmatched 400"));
    }

    @Test
    void partsMayListenToLinesSpansExchangesAndReadMetrics() {
        get("/greetings/listened");

        Awaitility.await().atMost(Duration.ofSeconds(10))
                .until(() -> SEEN.containsAll(List.of("shelf started", "begun /greetings/{name} traced true",
                        "ended /greetings/{name} 200", "span GET /greetings/{name}", "line request_completed")));
        assertThat(service.metrics().readings(name -> name.equals("http_requests_total")))
                .anySatisfy(reading -> {
                    assertThat(reading.labels()).containsEntry("endpoint", "/greetings/{name}");
                    assertThat(reading.value()).isPositive();
                });
        assertThat(service.metrics().readings(name -> name.equals("http_request_duration_seconds")))
                .extracting(reading -> reading.name()).contains("http_request_duration_seconds_bucket",
                        "http_request_duration_seconds_count", "http_request_duration_seconds_sum");
        assertThat(Metrics.globalRegistry.getMeters()).isNotEmpty();
    }

    @Test
    void itsStreamsAreWrittenByTheSameWriter() {
        try (EventReader reader = EventReader.open(service.port(), "/ticks")) {
            assertThat(reader.awaitEnd()).singleElement().satisfies(event -> assertThat(event.data()).isEqualTo("1"));
        }
    }

    @Test
    void itsProbesNameItsDependencies() {
        assertThat(get("/ready")).startsWith("HTTP/1.1 200 ").contains("\"name\":\"queue\"", "skipped")
                .doesNotContain("database");
        assertThat(get("/health")).startsWith("HTTP/1.1 200 ");
        assertThat(get("/startup")).startsWith("HTTP/1.1 200 ");
    }
}
