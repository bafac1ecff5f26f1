package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.support.RawClient;
import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderValues;
import io.helidon.http.sse.SseEvent;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MetricsConfig;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.ScopingConfig;
import io.helidon.metrics.api.Timer;
import io.helidon.metrics.providers.micrometer.MicrometerPrometheusFormatter;
import io.helidon.service.registry.Services;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What Helidon alone does, each with the work-around that is there for it. A test that fails after an upgrade says that the
 * work-around may go: take it out, and the test with it.
 */
class HelidonCanaryTest {
    private WebServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop();
        }
    }

    private RawClient bare(Consumer<HttpRouting.Builder> routes) {
        return bare(routes, config -> {
        });
    }

    private RawClient bare(Consumer<HttpRouting.Builder> routes, Consumer<WebServerConfig.Builder> more) {
        WebServerConfig.Builder config = WebServer.builder().host("127.0.0.1").port(0).shutdownHook(false)
                .featuresDiscoverServices(false).routing(routes::accept);
        more.accept(config);
        server = config.build().start();
        return new RawClient(server.port());
    }

    /** {@link ReadDeadlines}. */
    @Test
    void hasNoDeadlineForHeadsBodiesAndWrites() {
        Set<String> times = Arrays.stream(new Class<?>[]{Http1Config.class, ListenerConfig.class})
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getReturnType() == Duration.class)
                .map(Method::getName).collect(Collectors.toSet());

        assertThat(times).containsExactlyInAnyOrder("shutdownGracePeriod", "idleConnectionTimeout",
                "idleConnectionPeriod");
    }

    /** {@link AcceptedChannels}. */
    @Test
    void showsNoConnectionItsChannel() {
        assertThat(ConnectionContext.class.getMethods()).extracting(Method::getReturnType)
                .doesNotContain(SocketChannel.class, Socket.class);
    }

    /** {@link ConnectionEnd}. */
    @Test
    void leavesTheSocketOpenAfterConnectionClose() throws IOException {
        RawClient client = bare(routing -> routing.get("/", (req, res) -> res.header(HeaderValues.CONNECTION_CLOSE)
                .send("ok")));

        try (Socket socket = client.open()) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThatThrownBy(() -> socket.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** {@link ConnectionEnd}. */
    @Test
    void readsABodyThatItNeverAskedForAsARequest() {
        RawClient client = bare(routing -> routing.post("/", (req, res) -> res.send("first")).get("/second",
                (req, res) -> res.send("second")));
        String smuggled = "GET /second HTTP/1.1\r\nHost: a\r\n\r\n";

        String responses = client.exchange("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: "
                + smuggled.length() + "\r\n\r\n" + smuggled);

        assertThat(responses).contains("first").contains("second");
    }

    /** {@link RefusedRequests}. */
    @Test
    void showsNoFilterWhatItRefuses() {
        AtomicBoolean seen = new AtomicBoolean();
        RawClient client = bare(routing -> routing.addFilter((chain, req, res) -> {
            seen.set(true);
            chain.proceed();
        }).post("/", (req, res) -> res.send("ok")), config -> config.maxPayloadSize(10));

        assertThat(client.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(client.exchange("GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
        assertThat(seen).isFalse();
    }

    /** {@code Endpoints}. */
    @Test
    void answersAnotherMethodAndHeadWithNotFound() {
        RawClient client = bare(routing -> routing.get("/", (req, res) -> res.send("ok")));

        assertThat(client.exchange("POST / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(client.exchange("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    }

    /** {@code Endpoints}, behind which no observer is asked for such a path. */
    @Test
    void servesPathsBelowAProbeAsUp() {
        RawClient client = bare(routing -> {
        }, config -> config.addFeature(ObserveFeature.builder().observersDiscoverServices(false)
                .addObserver(HealthObserver.builder().endpoint("/health").useSystemServices(false)
                        .addCheck(() -> io.helidon.health.HealthCheckResponse.builder().status(false).build(),
                                io.helidon.health.HealthCheckType.LIVENESS, "down")
                        .build())
                .build()));

        assertThat(client.exchange("GET /health HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 503 ");
        assertThat(client.exchange("GET /health/ready HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 2");
    }

    /** {@link ScrapeObserver}. */
    @Test
    void laysAFilterOverEveryRequestForItsOwnMetrics() {
        AtomicBoolean registered = new AtomicBoolean();
        RawClient client = bare(routing -> routing.get("/", (req, res) -> {
            registered.set(req.context().get("io.helidon.webserver.observe.metrics.PostRequestMetricsSupport",
                    Object.class).isPresent()
                    || Arrays.stream(Thread.currentThread().getStackTrace())
                            .anyMatch(frame -> frame.getClassName().contains("observe.metrics.MetricsFeature")));
            res.send("ok");
        }), config -> config.addFeature(ObserveFeature.builder().observersDiscoverServices(false)
                .addObserver(MetricsObserver.create()).build()));

        client.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(registered).isTrue();
    }

    /** {@link WithoutScope}. */
    @Test
    void putsALabelForTheScopeOnEverySeries() {
        assertThat(ScopingConfig.create().tagName()).contains("scope");
    }

    /** {@link PrometheusText}. */
    @Test
    void addsAMaximumToEachTimer() {
        Timer timer = Services.get(MetricsFactory.class).globalRegistry(MetricsConfig.create())
                .getOrCreate(Timer.builder("canary_seconds").buckets(Duration.ofSeconds(1)).percentiles(new double[0]));
        try {
            Optional<Object> text = MicrometerPrometheusFormatter
                    .builder(Services.get(MetricsFactory.class).globalRegistry(MetricsConfig.create()))
                    .resultMediaType(MediaTypes.TEXT_PLAIN).build().format();

            assertThat(text.orElseThrow().toString()).contains("canary_seconds_max");
        } finally {
            Services.get(MetricsFactory.class).globalRegistry(MetricsConfig.create()).remove(timer);
        }
    }

    /** {@link RequestReader}, {@link RequestLine}. */
    @Test
    void takesForRequestsWhatAreNone() {
        RawClient client = bare(routing -> routing.any((req, res) -> res.send("taken")));

        assertThat(client.exchange("get / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).contains("taken");
        assertThat(client.exchange("GET / HTTP/1.0\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    }

    /** {@link ChunkReader}. */
    @Test
    void readsChunksThatAreNoneAndNoExtensions() {
        RawClient client = bare(
                routing -> routing.any((req, res) -> res.send("taken " + req.content().as(String.class))));
        String head = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(client.exchange(head + "3\r\nabcXY0\r\n\r\n")).contains("taken abc");
        assertThat(client.exchange(head + "3;a=b\r\nabc\r\n0\r\n\r\n")).doesNotContain("taken abc");
    }

    /** {@link ResponseShape}. */
    @Test
    void writesALengthWithNoContent() {
        RawClient client = bare(routing -> routing.any((req, res) -> res.status(204).send()));

        assertThat(client.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains("Content-Length: 0");
    }

    /** {@link LastingSocket}: it reaches into fields that are nobody's to rely on. */
    @Test
    void keepsTheSocketOfAListenerWhereItIsReplaced() throws ReflectiveOperationException, IOException {
        RawClient client = bare(routing -> routing.any((req, res) -> res.send("taken")));
        AtomicLong failures = new AtomicLong();
        AtomicInteger ended = new AtomicInteger();

        LastingSocket.install(server, new OpenConnections(10, Long.MAX_VALUE), failures, ended::incrementAndGet);

        for (int i = 0; i < 3; i++) {
            assertThat(client.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).contains("taken");
        }
        server.stop();
        server = null;
        assertThat(ended).hasValue(1);
        assertThat(failures).hasValue(0);
    }

    /** {@link StrictResponses} and {@link BareGets}. */
    @Test
    void theClientTakesAnInterimResponseForTheFinalOneAndSendsALengthOfZero() throws IOException {
        AtomicReference<String> sent = new AtomicReference<>();
        try (ServerSocket source = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = source.accept()) {
                    byte[] read = new byte[4_096];
                    int count = socket.getInputStream().read(read);
                    sent.set(new String(read, 0, count, StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(("HTTP/1.1 103 Early Hints\r\n\r\n"
                            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The test says what is missing.
                }
            });
            Http1Client client = Http1Client.builder().shareConnectionCache(false).servicesDiscoverServices(false)
                    .build();
            try (var response = client.get("http://127.0.0.1:" + source.getLocalPort()).request()) {
                assertThat(response.status().code()).isEqualTo(103);
            }
            assertThat(sent.get()).contains("Content-Length: 0");
            client.closeResource();
        }
    }

    /** {@link StrictResponses}. */
    @Test
    void theClientFailsAtTheEndOfAResponseThatEndsWithItsConnection() throws IOException {
        try (ServerSocket source = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = source.accept()) {
                    socket.getInputStream().read(new byte[4_096]);
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\n\r\nall of it".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The test says what is missing.
                }
            });
            Http1Client client = Http1Client.builder().shareConnectionCache(false).servicesDiscoverServices(false)
                    .build();
            AtomicReference<String> body = new AtomicReference<>();

            assertThatThrownBy(() -> {
                try (var response = client.get("http://127.0.0.1:" + source.getLocalPort()).request()) {
                    body.set(response.entity().as(GenericType.create(String.class)));
                }
            }).isInstanceOf(RuntimeException.class);

            assertThat(body.get()).isNull();
            client.closeResource();
        }
    }

    /** {@code EventStream}. */
    @Test
    void theSinkWritesNoRetryAndNoSpaceAndItsOwnCacheControl() {
        RawClient client = bare(routing -> routing.get("/", (req, res) -> {
            try (SseSink sink = res.header("Cache-Control", "no-store").sink(SseSink.TYPE)) {
                sink.emit(SseEvent.builder().reconnectDelay(Duration.ofSeconds(2)).name("tick").data("x").build());
            }
        }));

        assertThat(client.exchange("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n"))
                .contains("event:tick", "no-cache").doesNotContain("retry", "no-store");
    }

    /** {@code Listeners}. */
    @Test
    void returnsFromItsStartThoughThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server = WebServer.builder().host("127.0.0.1").port(taken.getLocalPort()).shutdownHook(false)
                    .featuresDiscoverServices(false).build().start();

            assertThat(server.isRunning()).isFalse();
        }
    }

    /** {@link HelidonRegistry}. */
    @Test
    void hasMetersOfItsOwnUnlessTheirScopeIsOff() {
        assertThat(MetricsConfig.create().isScopeEnabled(Meter.Scope.VENDOR)).isTrue();
    }

    /** {@link PrometheusText}. */
    @Test
    void leavesACommaAfterTheLastLabel() {
        var registry = Services.get(MetricsFactory.class).globalRegistry(MetricsConfig.create());
        var counter = registry.getOrCreate(Counter.builder("canary_total").addTag(Tag.create("kind", "a")));
        try {
            assertThat(MicrometerPrometheusFormatter.builder(registry).resultMediaType(MediaTypes.TEXT_PLAIN).build()
                    .format().orElseThrow().toString()).contains("canary_total{kind=\"a\",");
        } finally {
            registry.remove(counter);
        }
    }

    /** {@code JsonBody}. */
    @Test
    void letsAnyExceptionOutForAContentTypeThatIsNone() {
        RawClient client = bare(routing -> routing.post("/", (req, res) -> {
            try {
                req.headers().contentType();
                res.send("read");
            } catch (StringIndexOutOfBoundsException e) {
                res.send("out of bounds");
            }
        }));

        assertThat(client.exchange("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json; charset=\"\r\n\r\n"))
                .contains("out of bounds");
    }

    /** {@code Listeners}. */
    @Test
    void leavesNagleOn() {
        assertThat(SocketOptions.create().tcpNoDelay()).isFalse();
    }
}
