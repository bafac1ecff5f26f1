package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.EventReader;
import com.dataenginex.support.Lines;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.StreamLoad;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand streams of the packaged service. What is measured is printed; what is asserted leaves five times as much. */
class StreamsIT {
    private static final int STREAMS = 1_000;
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int REQUESTS = 1_000;
    private static final Duration PAUSE = Duration.ofMillis(4);

    @TempDir
    private Path folder;

    @Test
    void areOnTimeAndDoNotHoldUpOtherRequests() throws IOException {
        try (ServiceProcess service = started("server: {max-streams: 1000}")) {
            Thread.ofVirtual().start(service::stdout);
            // Half of them, so that both parts are measured on warm code.
            try (StreamLoad warmUp = new StreamLoad(service.port(), STREAMS / 2,
                    "/api/insights?count=5&interval=0.1")) {
                warmUp.awaitEnd();
            }
            StreamLoad.requests(service.port(), REQUESTS, Duration.ZERO);
            long[] alone = StreamLoad.requests(service.port(), REQUESTS, PAUSE);
            try (StreamLoad load = new StreamLoad(service.port(), STREAMS, "/api/insights?count=20&interval=0.5")) {
                Awaitility.await().until(() -> load.readers().stream().noneMatch(reader -> reader.all().isEmpty()));
                long[] beside = StreamLoad.requests(service.port(), REQUESTS, PAUSE);
                assertThat(load.readers()).noneMatch(EventReader::hasEnded);
                load.awaitEnd();

                assertThat(load.readers()).allSatisfy(reader -> {
                    assertThat(reader.named()).hasSize(20);
                    assertThat(reader.isWhole()).isTrue();
                });
                Duration late = StreamLoad.percentile(load.latenessNanos(INTERVAL), 0.99);
                Duration before = StreamLoad.percentile(alone, 0.99);
                Duration during = StreamLoad.percentile(beside, 0.99);
                System.out.printf(
                        "MEASURED: %d streams: events late by %.1f ms (p99); GET / p99 %.2f ms alone, %.2f ms beside them%n",
                        STREAMS, late.toNanos() / 1e6, before.toNanos() / 1e6, during.toNanos() / 1e6);
                assertThat(late).isLessThan(Duration.ofMillis(500));
                assertThat(during).isLessThan(before.multipliedBy(10));
            }
        }
    }

    @Test
    void endSoonAfterTheDrainWhenTheServiceStops() throws IOException {
        try (ServiceProcess service = started("shutdown: {drain-delay: PT0.5S}");
                StreamLoad load = new StreamLoad(service.port(), STREAMS, "/api/insights?count=20&interval=10")) {
            CompletableFuture<List<String>> output = CompletableFuture.supplyAsync(service::stdout);
            Awaitility.await().until(() -> load.readers().stream().noneMatch(reader -> reader.all().isEmpty()));

            long signal = System.nanoTime();
            service.terminate();
            load.awaitEnd();
            assertThat(service.awaitExit()).isZero();

            long last = load.readers().stream().mapToLong(EventReader::endedNanos).max().orElseThrow();
            Duration took = Duration.ofNanos(last - signal).minusMillis(500);
            System.out.printf("MEASURED: %d streams ended %.0f ms after the drain delay%n", STREAMS,
                    took.toNanos() / 1e6);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(load.readers()).allSatisfy(reader -> {
                assertThat(reader.isWhole()).isTrue();
                assertThat(reader.named().getLast().fields().get("event")).isEqualTo("goodbye");
            });
            JsonNode ledger = Lines.parse(output.join().getLast());
            assertThat(ledger.path("streams_closed").longValue()).isEqualTo(STREAMS);
            assertThat(ledger.path("clean").booleanValue()).isTrue();
        }
    }

    private ServiceProcess started(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), yaml);
        return ServiceProcess.launch(folder, Map.of("DEX_CONFIG", file.toString())).awaitListening();
    }
}
