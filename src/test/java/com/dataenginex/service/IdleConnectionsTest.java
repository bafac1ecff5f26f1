package com.dataenginex.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.TestApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A connection that waits is closed soon after {@code server.idle-timeout}, however short that is. */
class IdleConnectionsTest {
    private static final int PATIENCE = 30_000;
    private static final Map<String, String> SHORT = Map.of("DEX_SERVER_IDLE_TIMEOUT", "PT1S");

    @Test
    void oneThatWaitsForItsNextRequestIsClosed() throws IOException {
        try (TestApplication app = TestApplication.start(SHORT); Socket socket = app.raw().open()) {
            socket.setSoTimeout(PATIENCE);

            assertThat(untilClosed(socket, "/")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void oneWithAStreamUnderWayIsNot() throws IOException {
        try (TestApplication app = TestApplication.start(SHORT); Socket socket = app.raw().open()) {
            socket.setSoTimeout(PATIENCE);

            assertThat(untilClosed(socket, "/api/insights?count=4&interval=1").split("event: ")).hasSize(5);
        }
    }

    private static String untilClosed(Socket socket, String path) throws IOException {
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
