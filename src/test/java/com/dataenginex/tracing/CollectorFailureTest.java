package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.Ports;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("observability")
class CollectorFailureTest {
    private static final int REQUESTS = 300;
    /** As many as a batch: what the processor holds back then is all that waits. */
    private static final int PLACES = 16;
    /** What the exporter grants the collector. */
    private static final Duration TIME_OUT = Duration.ofSeconds(1);

    /** What can be wrong with a collector. */
    private enum Collector {
        REFUSING,
        SILENT,
        RUBBISH
    }

    @ParameterizedTest
    @EnumSource
    void slowsNoRequestAndLosesSpansCountedAndSaidOnce(Collector kind) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            if (kind == Collector.REFUSING) {
                socket.close();
            } else {
                Thread.ofVirtual().start(() -> accept(socket, kind));
            }
            // Four batches under way and a full queue are 80 spans: a silent collector leaves no place for the others.
            Map<String, String> variables = Map.of("OTLP_ENDPOINT", "127.0.0.1:" + socket.getLocalPort(),
                    "OTEL_BSP_MAX_QUEUE_SIZE", Integer.toString(PLACES), "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
                    Integer.toString(PLACES),
                    "OTEL_EXPORTER_OTLP_TIMEOUT", Long.toString(TIME_OUT.toMillis()),
                    "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true");
            TestApplication app = TestApplication.start(variables);
            Duration slowest = p99(app);

            assertThat(Scrape.of(app).sum("spans_queue_limit")).isEqualTo(PLACES);
            if (kind == Collector.SILENT) {
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                    for (int i = 0; i < 2 * PLACES; i++) {
                        app.get("/");
                    }
                    return Scrape.of(app).sum("spans_queued");
                }, queued -> queued == PLACES);
            }
            app.lines.await(1, line -> line.path("event").asText().equals("span_export_failed"));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lost(app) > 0);
            long stopped = System.nanoTime();
            app.close();
            Duration stop = Duration.ofNanos(System.nanoTime() - stopped);

            assertThat(slowest).as("no request waits for the collector").isLessThan(TIME_OUT.dividedBy(2));
            assertThat(stop).isLessThan(Duration.ofSeconds(15));
            assertThat(app.lines.all()).filteredOn(line -> line.path("event").asText().equals("span_export_failed"))
                    .hasSize(1);
            assertThat(app.lines.all()).filteredOn(line -> line.path("logger").asText().startsWith("io.opentelemetry"))
                    .isEmpty();
        }
    }

    @Test
    void saysOnceWhenTheCollectorIsBackAndExportsAgain() throws IOException {
        int port = Ports.free();
        // The exporter's own time-out is long: a receiver that is slow on a busy machine would be a second failure.
        try (TestApplication app = TestApplication.start(Map.of("OTLP_ENDPOINT", "127.0.0.1:" + port,
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED", "true"))) {
            app.get("/");
            app.lines.await(1, line -> line.path("event").asText().equals("span_export_failed"));
            try (OtlpReceiver receiver = OtlpReceiver.grpc(port)) {
                List<JsonNode> said = Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                    app.get("/");
                    return app.lines.of("span_export_recovered");
                }, lines -> !lines.isEmpty());

                assertThat(receiver.spans()).isNotEmpty();
                assertThat(said).singleElement()
                        .satisfies(line -> assertThat(line.path("level").asText()).isEqualTo("WARNING"));
                assertThat(Scrape.of(app).sum("spans_exported_total")).isPositive();
            }
        }
    }

    private static double lost(TestApplication app) {
        return Scrape.of(app).sum("spans_dropped_total");
    }

    private static Duration p99(TestApplication app) {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            long start = System.nanoTime();
            assertThat(app.get("/").statusCode()).isEqualTo(200);
            if (i >= REQUESTS / 3) {
                nanos.add(System.nanoTime() - start);
            }
        }
        return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() * 99 / 100));
    }

    private static void accept(ServerSocket server, Collector kind) {
        List<Socket> open = new ArrayList<>();
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                open.add(socket);
                if (kind == Collector.RUBBISH) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\n\r\nrubbish".getBytes(StandardCharsets.US_ASCII));
                    socket.close();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
