package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.cluster.ContainerEngine.Container;
import com.dataenginex.support.EventReader;
import com.dataenginex.support.Lines;
import com.dataenginex.support.LoadClients;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image in a real container engine, as the compose file starts it: read-only, without a capability, 256 MB. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodmanIT {
    /** As long as Kubernetes waits for a start. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** With 256 MB it takes 1,024 connections: half of the heap, 64 KiB each. */
    private static final int STREAMS = 800;
    private static final long MIB = 1_048_576;

    private ContainerEngine engine;

    @BeforeAll
    void start(@TempDir Path folder) {
        ContainerEngine.require();
        Path archive = folder.resolve("docker.tar");
        ServiceImage.build("docker", archive, "1.0.0");
        engine = new ContainerEngine(folder.resolve("engine"), 2);
        engine.load(archive);
    }

    @AfterAll
    void end() {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void isHealthyByItsOwnCheckAndMayDoNothing() {
        try (Container container = ready(engine.start(Map.of()))) {
            assertThat(container.podmanDoes("healthcheck run")).isBlank();
            assertThat(container.inspect().at("/State/Health/Status").asText()
                    + container.inspect().at("/State/Healthcheck/Status").asText()).contains("healthy");

            String status = container.process("status");
            assertThat(status).containsPattern("(?m)^Uid:\\s+10001\\s").containsPattern("(?m)^CapEff:\\s+0+$")
                    .containsPattern("(?m)^CapBnd:\\s+0+$").containsPattern("(?m)^NoNewPrivs:\\s+1$")
                    .containsPattern("(?m)^Seccomp:\\s+2$");
            assertThat(container.process("mountinfo")).containsPattern("(?m)^\\d+ \\d+ \\S+ \\S+ / ro[, ]");
        }
    }

    @Test
    void stopsWithItsLedgerAndTellsItsStreams() {
        try (Container container = ready(engine.start(Map.of("ENVIRONMENT", "prod")));
                EventReader reader = EventReader.open(container.address(), "/api/insights?count=20&interval=5")) {
            reader.awaitFirst();
            long start = System.nanoTime();
            container.podmanDoes("stop");
            double seconds = (System.nanoTime() - start) / 1e9;

            assertThat(container.exitCode()).isZero();
            assertThat(reader.awaitEnd().getLast().fields()).containsEntry("event", "goodbye");
            assertThat(reader.isWhole()).isTrue();
            JsonNode ledger = Lines.parse(container.lines().getLast());
            assertThat(ledger.path("event").asText()).isEqualTo("service_stopped");
            assertThat(ledger.path("streams_closed").asInt()).isEqualTo(1);
            assertThat(ledger.path("clean").booleanValue()).isTrue();
            System.out.printf("MEASURED: podman stop with prod's drain delay of 5 s: %.1f s, exit code 0%n", seconds);
            assertThat(seconds).isBetween(5.0, 30.0);
        }
    }

    @Test
    void afterAKillItStartsAgain() {
        try (Container container = ready(engine.start(Map.of()))) {
            container.podmanDoes("kill --signal=KILL");
            Awaitility.await().until(() -> container.status().equals("exited"));
            assertThat(container.exitCode()).isEqualTo(137);
            assertThat(container.inspect().at("/State/OOMKilled").booleanValue()).isFalse();

            container.podmanDoes("start");
            ready(container);
        }
    }

    @Test
    void staysBelowItsMemoryLimitUnderManyStreamsAndRequests() {
        try (Container container = ready(engine.start(Map.of()))) {
            long idle = container.memory("memory.usage_in_bytes", "memory.current");
            List<EventReader> readers = new ArrayList<>();
            ClusterLoad.Counts counts = new ClusterLoad.Counts();
            for (int i = 0; i < STREAMS; i++) {
                readers.add(EventReader.open(container.address(), "/api/insights?count=20&interval=0.5"));
            }
            new LoadClients(container.address(), "", List.of("/", "/openapi.yaml", "/metrics"),
                    (path, status, nanos) -> counts.answered(path, status, nanos).dividedBy(5)).start(16)
                    .run(Duration.ofSeconds(8));
            readers.forEach(EventReader::close);
            long peak = container.memory("memory.max_usage_in_bytes", "memory.peak");

            System.out.printf("MEASURED: 256 MB: %d MiB idle, %d MiB at the most with %,d streams and requests: %s%n",
                    idle / MIB, peak / MIB, STREAMS, counts);
            assertThat(container.status()).isEqualTo("running");
            assertThat(counts.failed()).isZero();
            assertThat(peak).isLessThan(256 * MIB);
        }
    }

    @Test
    void aHeapThatDoesNotFitIsKilledByTheKernelAndOneThatIsFullEndsItself() {
        try (Container container = engine.start(Map.of("JAVA_TOOL_OPTIONS", "-Xms300m -Xmx300m -XX:+AlwaysPreTouch"))) {
            Awaitility.await().atMost(PATIENCE).until(() -> container.status().equals("exited"));

            assertThat(container.exitCode()).isEqualTo(137);
        }
        try (Container container = engine.start(Map.of("JAVA_TOOL_OPTIONS", "-Xmx8m"))) {
            Awaitility.await().atMost(PATIENCE).until(() -> container.status().equals("exited"));

            assertThat(container.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void withATenthOfACoreItIsReadyInThePatienceOfAStartupProbe() {
        long start = System.nanoTime();
        try (Container container = ready(engine.start(Map.of(), "--cpus=0.1"))) {
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("MEASURED: with a tenth of a core ready after %.1f s%n", seconds);

            assertThat(seconds).isLessThan(PATIENCE.toSeconds());
        }
    }

    /** Flight Recorder ends a process that it cannot write for, so it has to be stopped before. */
    @ParameterizedTest
    @ValueSource(strings = {"1m", "24m"})
    void aFullTmpStopsNothing(String size) {
        try (Container container = ready(engine.start(Map.of(), "--tmpfs=/tmp:rw,size=" + size))) {
            String folder = "/proc/" + container.inspect().at("/State/Pid").asText() + "/root/tmp";
            engine.room().run("dd", "if=/dev/zero", "of=" + folder + "/much", "bs=1M", "count=18");
            Awaitility.await().atMost(PATIENCE).until(() -> container.lines().stream()
                    .anyMatch(line -> line.contains("virtual_thread_metrics_missing")));
            assertThat(engine.room().run("dd", "if=/dev/zero", "of=" + folder + "/full", "bs=64k"))
                    .contains("No space left on device");

            // Flight Recorder would write within a second.
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < end) {
                for (String path : List.of("/", "/ready", "/health", "/metrics",
                        "/api/insights?count=2&interval=0.05")) {
                    assertThat(get(container.address(), path)).startsWith("HTTP/1.1 200");
                }
            }
            container.podmanDoes("stop");
            assertThat(container.exitCode()).isZero();
            assertThat(container.lines().getLast()).contains("\"clean\":true");
        }
    }

    @Test
    void itsTimesAreUtcInAnyZone() {
        Instant before = Instant.now().minusSeconds(1);
        try (Container container = ready(engine.start(Map.of("TZ", "Asia/Kathmandu")))) {
            assertThat(get(container.address(), "/")).containsPattern("\r\nDate: [^\r]+ GMT\r\n");
            assertThat(container.lines()).isNotEmpty().allSatisfy(line -> {
                String timestamp = Lines.parse(line).path("timestamp").asText();
                assertThat(timestamp).endsWith("Z");
                assertThat(Instant.parse(timestamp)).isBetween(before, Instant.now().plusSeconds(1));
            });
        }
    }

    private static Container ready(Container container) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).ignoreExceptions()
                .until(() -> get(container.address(), "/startup").startsWith("HTTP/1.1 200"));
        return container;
    }

    private static String get(InetSocketAddress address, String path) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
