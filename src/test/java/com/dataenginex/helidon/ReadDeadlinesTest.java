package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that arrive too slowly, byte by byte, so that no single wait is long. */
class ReadDeadlinesTest {
    private static final String SLOW = "server: {header-timeout: PT0.5S, body-timeout: PT0.3S}";
    private static final long PAUSE_NANOS = 50_000_000;

    private TestApplication app;

    @BeforeEach
    void start(@TempDir Path folder) {
        app = TestApplication.start(folder, SLOW, Map.of(), Endpoint.get("/body", (req, res) -> {
            res.send(req.content().as(String.class));
        }));
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void endsARequestWhoseHeadDripsIn() throws IOException {
        String answer = drip("GET / HTTP/1.1\r\nHost: a\r\n", "X-Slow: " + "a".repeat(200));

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("urn:dataenginex:problem:request-timeout");
        JsonNode line = app.lines.await(1, entry -> entry.path("status_code").asInt() == 408).getFirst();
        assertThat(line.path("path").asText()).isEqualTo("/");
        assertThat(line.path("outcome").asText()).isEqualTo("refused");
        assertThat(Scrape.of(app).sum("http_requests_total", "status=\"408\"")).isEqualTo(1);
    }

    @Test
    void endsARequestWhoseFirstLineDripsIn() throws IOException {
        assertThat(drip("GET /" + "a".repeat(200))).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void endsARequestWhoseBodyDripsIn() throws IOException {
        String answer = drip("GET /body HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n", "b".repeat(200));

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("body did not arrive within PT0.3S");
        JsonNode line = app.lines.await(1, entry -> entry.path("status_code").asInt() == 408).getFirst();
        assertThat(line.path("route").asText()).isEqualTo("/body");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
    }

    @Test
    void endsAConnectionWhoseChunksDripIn() throws IOException {
        String chunks = "1\r\nb\r\n".repeat(100);

        assertThat(drip("GET /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", chunks))
                .startsWith("HTTP/1.1 408 ");
    }

    @Test
    void endsAConnectionWhoseUnreadBodyDripsInAfterTheAnswer() throws IOException {
        String answer = drip("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n", "b".repeat(200));

        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain(" 408 ");
    }

    @Test
    void endsASecondRequestThatBeginsInThePacketOfTheFirst() throws IOException {
        String answer = drip("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n", "X-Slow: " + "a".repeat(200));

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
    }

    @Test
    void endsAConnectionThatSaysNothingWithoutAnAnswer() throws IOException {
        assertThat(drip("", "")).isEmpty();
    }

    @Test
    void leavesAConnectionAloneThatWaitsBetweenTwoRequests() throws IOException {
        try (RawClient.Connection connection = app.raw().connect()) {
            assertThat(connection.get("/")).startsWith("HTTP/1.1 200 ");
            long end = System.nanoTime() + 15 * PAUSE_NANOS;
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            assertThat(connection.get("/")).startsWith("HTTP/1.1 200 ");
        }
    }

    private String drip(String text) throws IOException {
        return drip("", text);
    }

    /** Sends the first part at once and the second one in bytes, until the server closes; returns what it said. */
    private String drip(String first, String slowly) throws IOException {
        try (Socket socket = app.raw().open()) {
            socket.setTcpNoDelay(true);
            Thread sender = Thread.startVirtualThread(() -> send(socket, first, slowly));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            try {
                for (int c = in.read(); c >= 0; c = in.read()) {
                    answer.append((char) c);
                }
            } catch (SocketException e) {
                // A reset: what was sent after the end.
            }
            sender.interrupt();
            return answer.toString();
        }
    }

    private static void send(Socket socket, String first, String slowly) {
        try {
            socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
            for (byte one : slowly.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(one);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            // The server has closed.
        }
    }
}
