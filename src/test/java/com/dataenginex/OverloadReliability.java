package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten times as many clients as requests are admitted. */
class OverloadReliability {
    private static final int ADMITTED = 50;
    private static final int CLIENTS = 500;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("reliability.seconds", 10));
    /** A client that was refused asks again after this, though the answer told it to wait for a second. */
    private static final Duration IMPATIENCE = Duration.ofMillis(50);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(10);

    @TempDir
    private Path folder;

    @Test
    void whatIsAdmittedIsAnsweredAsFastAsBeforeAndProbesAreToo() throws IOException {
        Path config = Files.writeString(folder.resolve("limit.yaml"),
                "server: {max-concurrent-requests: " + ADMITTED + "}");
        try (ServiceProcess service = ServiceProcess.launch(WorkingService.class, folder,
                Map.of("DEX_CONFIG", config.toString()), "-Xmx128m", "-XX:+ExitOnOutOfMemoryError").awaitListening()) {
            Thread.startVirtualThread(() -> service.process().inputReader().lines().forEach(line -> {
            }));
            work(service.port(), ADMITTED, TIME.dividedBy(2));
            Outcome most = work(service.port(), ADMITTED, TIME);
            ProcessFigures before = ProcessFigures.of(service);
            ConcurrentLinkedQueue<Long> probes = new ConcurrentLinkedQueue<>();
            LongAdder failed = new LongAdder();
            LoadClients prober = new LoadClients(service.port(), List.of("/ready", "/health", "/startup"),
                    (path, status, nanos) -> {
                        probes.add(nanos);
                        if (status != 200) {
                            failed.increment();
                        }
                        return BETWEEN_PROBES;
                    }).start(1);
            Outcome overload = work(service.port(), CLIENTS, TIME);
            prober.stop();
            long resident = ProcessFigures.resident(service.process().pid());
            Outcome after = work(service.port(), ADMITTED, Duration.ofSeconds(1));
            ProcessFigures end = ProcessFigures.of(service);

            long[] sorted = probes.stream().mapToLong(nanos -> nanos).sorted().toArray();
            System.out.printf(
                    "MEASURED: Java %d: %d clients on %d places: %.0f answers/s of %.0f (%.2f), %.0f refusals/s; "
                            + "probes p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d); %.0f answers/s in the second after; "
                            + "%d MiB resident under load; before: %s; after: %s%n",
                    Runtime.version().feature(), CLIENTS,
                    ADMITTED, overload.answered, most.answered, overload.answered / most.answered, overload.refused,
                    millis(sorted, 0.5), millis(sorted, 0.99), sorted[sorted.length - 1] / 1e6, sorted.length,
                    after.answered, resident / 1_024, before, end);
            assertThat(overload.answered).isGreaterThan(0.8 * most.answered);
            assertThat(overload.refused).isPositive();
            assertThat(overload.other + after.other + failed.sum()).isZero();
            assertThat(StreamLoad.percentile(sorted, 0.99)).isLessThan(Duration.ofMillis(50));
            assertThat(after.answered).isGreaterThan(0.5 * most.answered);
            assertThat(end.heapKilobytes()).isLessThan(before.heapKilobytes() + 16 * 1_024);
        }
    }

    private static double millis(long[] sorted, double share) {
        return StreamLoad.percentile(sorted, share).toNanos() / 1e6;
    }

    private static Outcome work(int port, int clients, Duration time) {
        LongAdder answered = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder other = new LongAdder();
        new LoadClients(port, List.of("/work"), (path, status, nanos) -> {
            (status == 200 ? answered : status == 503 ? refused : other).increment();
            return status == 503 ? IMPATIENCE : Duration.ZERO;
        }).start(clients).run(time);
        double seconds = time.toNanos() / 1e9;
        return new Outcome(answered.sum() / seconds, refused.sum() / seconds, other.sum());
    }

    /** By the second, and those that were neither. */
    private record Outcome(double answered, double refused, long other) {
    }
}
