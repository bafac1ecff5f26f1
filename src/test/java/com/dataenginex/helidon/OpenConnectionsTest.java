package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    private static final int REQUESTS = 50;

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
        hold(LIMIT + 4);

        for (int i = 0; i < 3; i++) {
            assertThat(
                    new RawClient(app.port()).exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    /** Ten of 26 are told that they end, and the others are not; nobody's request is lost. */
    @Test
    void onesBeyondTheLimitLeaveWithTheirAnswers() throws IOException {
        hold(LIMIT + 10);
        end.countDown();

        int told = 0;
        for (Socket socket : opened) {
            String head = answered(socket);
            if (head.contains("Connection: close")) {
                told++;
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("held");
            } else {
                socket.getInputStream().readNBytes("held".length());
                socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(answered(socket)).doesNotContain("Connection: close");
            }
        }
        assertThat(told).isEqualTo(10);
        assertThat(Scrape.of(app).sum("http_connections_closed_total", "reason=\"limit\"")).isGreaterThanOrEqualTo(10);
    }

    /** It would count among those that leave for as long as it lasts, and keep others from it. */
    @Test
    void aStreamBeyondTheLimitIsNotToldToLeaveAndOthersAre() throws IOException {
        for (int i = 0; i < LIMIT; i++) {
            answered(open("GET /api/insights?count=20&interval=1 HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(answered(open("GET /api/insights?count=20&interval=1 HTTP/1.1\r\nHost: a\r\n\r\n")))
                    .doesNotContain("Connection: close");
        }

        assertThat(answered(open("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))).contains("Connection: close");
    }

    /** One after the other: one whose head is not read yet waits, and makes room, and so would a probe for it. */
    private void hold(int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            int working = i;
            open("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
            Awaitility.await().until(
                    () -> app.lines.all().stream().filter(line -> line.path("path").asText().equals("/held")).count(),
                    started -> started == working);
        }
    }

    private static String answered(Socket socket) throws IOException {
        String head = head(socket);
        assertThat(head).startsWith("HTTP/1.1 200");
        return head;
    }

    /** Each asks again as soon as it has its answer, on a new connection if it was told so. */
    @Test
    void clientsThatAreButFewTooManyLoseHardlyARequest() throws Exception {
        int few = 3 * LIMIT * REQUESTS / 10;
        int lost = lostByAll();
        // A client that nobody lets run for a moment counts as one that waits.
        for (int i = 0; lost >= few && i < 2; i++) {
            lost = Math.min(lost, lostByAll());
        }
        assertThat(lost).isLessThan(few);
    }

    private int lostByAll() throws Exception {
        int lost = 0;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 3 * LIMIT; i++) {
                all.add(clients.submit(() -> lostUntilAnswered(REQUESTS)));
            }
            for (Future<Integer> each : all) {
                lost += each.get();
            }
        }
        return lost;
    }

    private int lostUntilAnswered(int times) throws IOException {
        int answered = 0;
        int lost = 0;
        while (answered < times) {
            try (Socket socket = app.raw().open()) {
                boolean last = false;
                while (!last && answered < times) {
                    socket.getOutputStream()
                            .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    String head = head(socket);
                    int length = head.indexOf("Content-Length: ") + "Content-Length: ".length();
                    socket.getInputStream()
                            .readNBytes(Integer.parseInt(head.substring(length, head.indexOf('\r', length))));
                    answered++;
                    last = head.contains("Connection: close");
                }
            } catch (IOException e) {
                lost++;
            }
        }
        return lost;
    }

    /** To its empty line. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void probesAreAnswered() {
        for (int i = 0; i < 3; i++) {
            assertThat(
                    new RawClient(app.port()).exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200 ");
        }
        Scrape scrape = Scrape.of(app);
        assertThat(scrape.sum("http_connections_limit")).isEqualTo(LIMIT);
        // Of a burst some come in beyond the limit, while none waits yet; each new connection ends some of them.
        Awaitility.await().until(() -> {
            new RawClient(app.port()).exchange("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            return Scrape.of(app).sum("http_connections_active") <= LIMIT;
        });
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
