package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteDeadlinesTest {
    private static final int PIPELINED = 2_000;

    @TempDir
    private Path folder;

    /** Six connections that pipeline and never read took all five places for as long as they liked. */
    @Test
    void clientsThatDoNotReadHoldNoPlaceForLong() throws IOException {
        try (TestApplication app = TestApplication.start(folder,
                "server: {max-concurrent-requests: 5, write-timeout: PT0.3S}", Map.of())) {
            List<Socket> silent = new ArrayList<>();
            try {
                for (int i = 0; i < 6; i++) {
                    silent.add(pipeline(app.port()));
                }
                Awaitility.await().until(() -> app.lines.all().stream()
                        .anyMatch(line -> line.path("outcome").asText().equals("stalled")));

                Awaitility.await().until(() -> Scrape.of(app).sum("http_requests_in_flight") == 0);
                assertThat(app.get("/").statusCode()).isEqualTo(200);
                assertThat(silent).noneMatch(Socket::isClosed);
                assertThat(app.lines.all()).noneMatch(line -> line.path("event").asText().equals("request_failed"));
            } finally {
                for (Socket socket : silent) {
                    socket.close();
                }
            }
        }
    }

    private static Socket pipeline(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2_048);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        byte[] request = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().start(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                for (int i = 0; i < PIPELINED; i++) {
                    out.write(request);
                }
                out.flush();
            } catch (IOException e) {
                // The server has ended the connection.
            }
        });
        return socket;
    }
}
