package com.dataenginex.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.webserver.http.Handler;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that stops reading holds its own thread for a while, and nothing else. */
class StalledStreamTest {
    private static final int PART = 65_536;
    private static final int PARTS = 1_000;

    @TempDir
    private Path folder;

    @Test
    void isCutOffAfterTheWriteDeadlineAndCounted() throws IOException {
        TestApplication[] app = new TestApplication[1];
        Handler wide = (req, res) -> {
            app[0].streams().open(Exchange.current());
            OutputStream out = res.outputStream();
            Exchange.current().streaming(200);
            for (int i = 0; i < PARTS; i++) {
                part(out);
                Exchange.current().streamed();
            }
            out.close();
        };
        try (TestApplication started = TestApplication.start(folder, "server: {write-timeout: PT0.5S}",
                Map.of(), Endpoint.get("/wide", wide).stream())) {
            app[0] = started;
            try (Socket stalled = ask(started);
                    EventReader other = EventReader.open(started.port(), "/api/insights?count=3&interval=0.1")) {
                assertThat(other.awaitEnd()).as("the other streams go on").hasSize(3);
                JsonNode end = started.lines.await(1, line -> line.path("route").asText().equals("/wide")).getFirst();

                assertThat(end.path("outcome").asText()).isEqualTo("stalled");
                assertThat(end.path("status_code").intValue()).isEqualTo(200);
                assertThat(end.path("stream_events").intValue()).isLessThan(PARTS);
                assertThat(Scrape.of(started).sum("sse_streams_closed_total", "outcome=\"stalled\"")).isEqualTo(1);
                assertThat(started.streams().inFlight().count()).isZero();
                assertThat(stalled.isClosed()).as("the client itself has not left").isFalse();
            }
        }
    }

    @Test
    void isCutOffAtOnceWhenTheServiceStops() throws IOException {
        TestApplication[] app = new TestApplication[1];
        Handler wide = (req, res) -> {
            app[0].streams().open(Exchange.current());
            OutputStream out = res.outputStream();
            Exchange.current().streaming(200);
            while (true) {
                part(out);
                Exchange.current().streamed();
            }
        };
        app[0] = TestApplication.start(folder,
                "server: {write-timeout: PT5M}\nshutdown: {request-deadline: PT1M}", Map.of(),
                Endpoint.get("/wide", wide).stream());
        try (Socket stalled = ask(app[0])) {
            Awaitility.await().until(() -> Scrape.of(app[0]).sum("sse_events_sent_total") > 1);

            assertThat(app[0].stop()).isTrue();

            assertThat(app[0].lines.of("request_completed")).filteredOn(line -> line.has("stream_events"))
                    .singleElement().satisfies(line -> assertThat(line.path("outcome").asText()).isEqualTo("stalled"));
            assertThat(stalled.isClosed()).as("the client itself has not left").isFalse();
        }
    }

    private static Socket ask(TestApplication app) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", app.port()));
        socket.getOutputStream().write("GET /wide HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void part(OutputStream out) {
        try {
            out.write(new byte[PART]);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
