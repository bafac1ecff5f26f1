package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More connections than there may be, each kind in turn, all of which keep the new ones out where nothing is done. */
class OpenConnectionsTest {
    private static final int LIMIT = 16;

    private final List<Socket> opened = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private TestApplication app;

    @BeforeEach
    void start(@TempDir Path folder) {
        app = TestApplication.start(folder, "server: {max-connections: " + LIMIT + "}", Map.of(),
                Endpoint.get("/held", (req, res) -> {
                    end.await();
                    res.send("held");
                }));
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        for (Socket socket : opened) {
            socket.close();
        }
        app.close();
    }

    /** Silent, idle, with half a head, and answered with a body that does not come. */
    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc"})
    void onesThatWaitKeepNobodyOut(String sent) throws IOException {
        open(10 * LIMIT, sent);

        probesAreAnswered();
    }

    @Test
    void oneThatWorksOnARequestIsNotClosed() throws IOException {
        Socket held = open("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        Awaitility.await()
                .until(() -> app.lines.all().stream().anyMatch(line -> line.path("path").asText().equals("/held")));
        open(5 * LIMIT, "");

        end.countDown();
        byte[] answer = held.getInputStream().readNBytes(12);
        assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
    }

    @Test
    void probesAreAnsweredWhereEveryOneWorksOnARequest() throws IOException {
        // One after the other: one whose head is not read yet waits, and makes room, and so would the probe for it.
        for (int i = 1; i <= LIMIT + 4; i++) {
            int working = i;
            open("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            Awaitility.await().until(
                    () -> app.lines.all().stream().filter(line -> line.path("path").asText().equals("/held")).count(),
                    started -> started == working);
        }

        for (int i = 0; i < 3; i++) {
            assertThat(
                    new RawClient(app.port()).exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void onesBeyondTheLimitGoOnceTheyWaitAlthoughNoneComes() throws IOException {
        for (int i = 1; i <= LIMIT + 10; i++) {
            int working = i;
            open("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            Awaitility.await().until(
                    () -> app.lines.all().stream().filter(line -> line.path("path").asText().equals("/held")).count(),
                    started -> started == working);
        }

        end.countDown();
        for (Socket socket : opened) {
            socket.setSoTimeout(100);
            byte[] start = socket.getInputStream().readNBytes(12);
            assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        }
        Awaitility.await().until(() -> opened.stream().filter(OpenConnectionsTest::hasEnded).count(),
                ended -> ended == 10);
    }

    private static boolean hasEnded(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // The rest of the answer.
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void probesAreAnswered() {
        for (int i = 0; i < 3; i++) {
            assertThat(
                    new RawClient(app.port()).exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
        Scrape scrape = Scrape.of(app);
        assertThat(scrape.sum("http_connections_limit")).isEqualTo(LIMIT);
        // Of a burst some come in beyond the limit, while none waits yet.
        Awaitility.await().until(() -> Scrape.of(app).sum("http_connections_active") <= LIMIT);
        Awaitility.await().until(
                () -> Scrape.of(app).sum("http_connections_closed_total", "reason=\"limit\"") > 8 * LIMIT);
        assertThat(app.lines.all()).filteredOn(line -> line.path("event").asText().equals("connections_limited"))
                .hasSize(1);
        // Nobody is told of a request where there was none.
        assertThat(app.lines.all()).noneMatch(line -> line.path("status_code").asInt() == 400);
    }

    private void open(int count, String text) throws IOException {
        for (int i = 0; i < count; i++) {
            open(text);
        }
    }

    private Socket open(String text) throws IOException {
        Socket socket = app.raw().open();
        opened.add(socket);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
