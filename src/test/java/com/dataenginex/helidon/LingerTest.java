package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.support.TestApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response that ends its connection arrives whole, although the client still sends and reads slowly. */
class LingerTest {
    private static final int LENGTH = 300_000;
    private static final int MORE = 200_000;

    private static TestApplication start(Path folder) {
        return TestApplication.start(folder, "", Map.of(),
                Endpoint.get("/long", (req, res) -> res.send(new byte[LENGTH])));
    }

    /** What follows a request that is the last one, or a body that nobody asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /long HTTP/1.0\r\n\r\n",
        "GET /long HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n"})
    void aResponseArrivesWholeAlthoughMoreIsSent(String head, @TempDir Path folder) throws IOException {
        try (TestApplication app = start(folder); Socket socket = slowReader(app.port())) {
            // At once: of what comes after a fast response has been sent, the service knows nothing, and closes.
            socket.getOutputStream().write((head + "\0".repeat(MORE)).getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 200").hasSizeGreaterThan(LENGTH);
        }
    }

    /** A head that comes in parts, of which the first is too late. */
    @Test
    void aRefusalIsReadAlthoughTheRestOfTheRequestComesAfterIt(@TempDir Path folder) throws IOException {
        try (TestApplication app = TestApplication.start(folder, "server: {header-timeout: PT0.2S}", Map.of());
                Socket socket = app.raw().open()) {
            socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 408");
            socket.getOutputStream().write("TP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void nobodyIsWaitedForWhoSendsNoMore(@TempDir Path folder) throws IOException {
        try (TestApplication app = start(folder)) {
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                try (Socket socket = app.raw().open()) {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
                }
            }
            assertThat(System.nanoTime() - begun).isLessThan(50_000_000_000L);
        }
    }

    private static Socket slowReader(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(2_048);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }
}
