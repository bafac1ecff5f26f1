package com.dataenginex.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.support.FaultyLink;
import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Ports;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong is named: what was asked, where, which failure, how long it took. */
class HttpReaderTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final List<String> authorizations = new ArrayList<>();
    private final List<String> paths = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            paths.add(exchange.getRequestURI().toString());
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (last.equals("large")) {
                exchange.sendResponseHeaders(200, 0);
                try (var body = exchange.getResponseBody()) {
                    byte[] part = new byte[1 << 20];
                    for (int i = 0; i < 64; i++) {
                        body.write(part);
                    }
                } catch (IOException e) {
                    // The client has read enough.
                }
                return;
            }
            int status = last.matches("\\d{3}") ? Integer.parseInt(last) : 200;
            if (status == 302) {
                exchange.getResponseHeaders().set("Location", "http://who:hunter3@127.0.0.1:9/login?token=hunter2");
            }
            byte[] body = (status == 422
                    ? "{\"status\":\"error\",\"error\":\"parse error at 1\"}"
                    : "it says\n" + status)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void putsAPathBeforeWhatIsAskedAndShowsNoCredentials() {
        HttpReader basic = reader("http://user:hunter2@127.0.0.1:" + port() + "/prometheus/");
        basic.get(HttpReader.target("/api/v1/query", "query", "a{b=\"c d\"}"));
        reader("http://hunter2@127.0.0.1:" + port()).get("/x");

        assertThat(paths).containsExactly("/prometheus/api/v1/query?query=a%7Bb%3D%22c+d%22%7D", "/x");
        assertThat(authorizations).containsExactly("Basic dXNlcjpodW50ZXIy", "Bearer hunter2");
        assertThat(failure(basic, "/500?secret=1")).hasMessageStartingWith(
                "Prometheus at http://127.0.0.1:" + port()
                        + "/prometheus/500: an unexpected status, status 500 (it says 500), after ");
    }

    @Test
    void namesTheStatusesThatAreMistakes() {
        HttpReader reader = reader("http://127.0.0.1:" + port());

        assertThat(failure(reader, "/401").failure()).isEqualTo(ReadFailure.UNAUTHORIZED);
        assertThat(failure(reader, "/403").failure()).isEqualTo(ReadFailure.UNAUTHORIZED);
        assertThat(failure(reader, "/404").failure()).isEqualTo(ReadFailure.NOT_FOUND);
        assertThat(failure(reader, "/422")).hasMessageContaining("(parse error at 1)");
        assertThat(failure(reader, "/302")).hasMessageContaining("redirected to http://127.0.0.1:9/login)")
                .extracting(ReadException::status)
                .isEqualTo(302);
        assertThat(failure(reader, "/large").failure()).isEqualTo(ReadFailure.TOO_LARGE);
        assertThatThrownBy(() -> reader.json("/200", json -> json)).isInstanceOfSatisfying(ReadException.class,
                e -> assertThat(e.failure()).isEqualTo(ReadFailure.INVALID_ANSWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://t%E2%82%ACk@127.0.0.1:9", "http://t%0Ak@127.0.0.1:9", "http://tök@127.0.0.1:9"})
    void refusesATokenThatNoHeaderCanCarryAndDoesNotShowIt(String url) {
        assertThatThrownBy(() -> new HttpReader("Prometheus", URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("k@")
                .hasMessageContaining("allowed: visible ASCII");
        assertThat(HttpReader.hasUsableCredentials(URI.create("http://who:pä%0A@a"))).isTrue();
    }

    @Test
    void namesWhatIsWrongBelowHttp() {
        assertThat(failure("http://no-such-host.invalid:9090").failure()).isEqualTo(ReadFailure.UNKNOWN_HOST);
        assertThat(failure("http://127.0.0.1:" + Ports.free()).failure()).isEqualTo(ReadFailure.REFUSED);
        try (FaultyLink link = new FaultyLink(port())) {
            link.set(FaultyLink.State.RESETS);
            assertThat(failure("http://127.0.0.1:" + link.port()).failure()).isEqualTo(ReadFailure.CLOSED);
            link.set(FaultyLink.State.BABBLES);
            assertThat(failure("http://127.0.0.1:" + link.port()).failure()).isEqualTo(ReadFailure.NOT_HTTP);
            assertThat(failure("https://127.0.0.1:" + link.port()).failure()).isEqualTo(ReadFailure.TLS);
            link.set(FaultyLink.State.HANGS);
            ReadException late = failure(
                    new HttpReader("Prometheus", URI.create("http://127.0.0.1:" + link.port()), SHORT), "/x");
            assertThat(late.failure()).isEqualTo(ReadFailure.TIMEOUT);
            assertThat(late.took()).isGreaterThanOrEqualTo(SHORT);
        }
    }

    @Test
    void namesAPortOfGrpc() {
        try (OtlpReceiver grpc = OtlpReceiver.grpc()) {
            assertThat(failure(grpc.endpoint()).failure()).isEqualTo(ReadFailure.NOT_HTTP);
        }
    }

    @Test
    void namesAConnectionThatNobodyTakes() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            while (waiting.isEmpty() || waiting.getLast().isConnected()) {
                waiting.add(new Socket());
                try {
                    waiting.getLast().connect(full.getLocalSocketAddress(), 300);
                } catch (SocketTimeoutException e) {
                    // The queue is full.
                    break;
                }
            }

            assertThat(
                    failure(new HttpReader("Prometheus", URI.create("http://127.0.0.1:" + full.getLocalPort()), SHORT),
                            "/x").failure())
                    .isEqualTo(ReadFailure.CONNECT_TIMEOUT);
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void refusesAnAddressWithoutASchemeOrAHost() {
        for (String wrong : List.of("localhost:9090", "prometheus", "ftp://a", "http:///a")) {
            assertThatThrownBy(() -> reader(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static HttpReader reader(String url) {
        return new HttpReader("Prometheus", URI.create(url), Duration.ofSeconds(10));
    }

    private static ReadException failure(String url) {
        return failure(reader(url), "/x");
    }

    private static ReadException failure(HttpReader reader, String target) {
        return catchThrowableOfType(ReadException.class, () -> reader.get(target, Map.of()));
    }
}
