package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.StreamLoad;
import com.dataenginex.support.WorkingService;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand clients that begin a request and never end it, one byte a second. */
class SlowClientsReliability {
    private static final int CLIENTS = 2_000;
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final List<String> BEGINNINGS = List.of("GET /", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n",
            "GET /work HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n");

    @TempDir
    private Path folder;

    @Test
    void stopNobodyElseAndAreEnded() throws IOException {
        Path config = Files.writeString(folder.resolve("deadlines.yaml"),
                "server: {header-timeout: " + DEADLINE + ", body-timeout: " + DEADLINE + "}");
        List<Socket> slow = new ArrayList<>();
        try (ServiceProcess service = ServiceProcess
                .launch(WorkingService.class, folder, Map.of("DEX_CONFIG", config.toString()), "-Xmx320m",
                        "-XX:+ExitOnOutOfMemoryError")
                .awaitListening()) {
            Thread.startVirtualThread(() -> service.process().inputReader().lines().forEach(line -> {
            }));
            StreamLoad.requests(service.port(), 500, Duration.ofMillis(1));
            ProcessFigures before = ProcessFigures.of(service);
            long[] alone = StreamLoad.requests(service.port(), 500, Duration.ofMillis(4));
            RawClient client = new RawClient(service.port());
            long first = System.nanoTime();
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = client.open();
                socket.getOutputStream()
                        .write(BEGINNINGS.get(i % BEGINNINGS.size()).getBytes(StandardCharsets.US_ASCII));
                slow.add(socket);
            }
            long opened = System.nanoTime();
            AtomicLong lastEnd = new AtomicLong();
            LongAdder ended = new LongAdder();
            slow.forEach(socket -> Thread.startVirtualThread(() -> drip(socket)));
            slow.forEach(socket -> Thread.startVirtualThread(() -> {
                awaitEnd(socket);
                lastEnd.accumulateAndGet(System.nanoTime(), Math::max);
                ended.increment();
            }));
            long[] beside = StreamLoad.requests(service.port(), 500, Duration.ofMillis(4));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> ended.sum() == CLIENTS);
            Awaitility.await().atMost(Duration.ofSeconds(20))
                    .until(() -> ProcessFigures.of(service).files() <= before.files() + 5);
            ProcessFigures after = ProcessFigures.of(service);

            double late = ProcessFigures.scrape(service.port()).sum("http_requests_total", "status=\"408\"");
            System.out.printf(
                    "MEASURED: Java %d: %d half-open requests: GET / p99 %.1f ms beside them, %.1f ms alone; the last "
                            + "ended %.1f s after the first was opened (deadlines of %.0f s); %.0f answered 408; "
                            + "before: %s; after: %s%n",
                    Runtime.version().feature(), CLIENTS, millis(beside), millis(alone),
                    (lastEnd.get() - first) / 1e9, DEADLINE.toMillis() / 1e3, late, before, after);
            // The other half had their answers before: their handlers read no body.
            assertThat(late).isEqualTo(CLIENTS / 2.0);
            assertThat(Duration.ofNanos(lastEnd.get() - opened)).isLessThan(DEADLINE.multipliedBy(4));
            assertThat(StreamLoad.percentile(beside, 0.99)).isLessThan(Duration.ofSeconds(1));
            assertThat(after.heapKilobytes()).isLessThan(before.heapKilobytes() + 16 * 1_024);
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 5);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static double millis(long[] sorted) {
        return StreamLoad.percentile(sorted, 0.99).toNanos() / 1e6;
    }

    private static void drip(Socket socket) {
        try {
            while (!socket.isClosed()) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                socket.getOutputStream().write('a');
            }
        } catch (IOException e) {
            // Ended.
        }
    }

    private static void awaitEnd(Socket socket) {
        try {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            while (socket.getInputStream().read() >= 0) {
                // What it answers does not matter here.
            }
        } catch (IOException e) {
            // A reset is an end too.
        }
    }
}
