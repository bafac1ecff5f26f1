package com.dataenginex.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.LoadClients;
import com.dataenginex.support.ProcessFigures;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.StreamLoad;
import com.dataenginex.support.WorkingService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten times as many clients as requests are admitted. */
class OverloadReliability {
    private static final int ADMITTED = 50;
    private static final int CLIENTS = 500;
    private static final int ROUNDS = 3;
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
            ProcessFigures before = ProcessFigures.of(service);
            Probing probes = new Probing();
            List<Outcome> most = new ArrayList<>();
            List<Outcome> overload = new ArrayList<>();
            long resident = 0;
            // In turns: what else runs on the machine slows both.
            for (int round = 0; round < ROUNDS; round++) {
                most.add(work(service.port(), ADMITTED, TIME.dividedBy(2)));
                LoadClients prober = new LoadClients(service.port(), List.of("/ready", "/health", "/startup"), probes)
                        .start(1);
                overload.add(work(service.port(), CLIENTS, TIME.dividedBy(2)));
                prober.stop();
                resident = Math.max(resident, ProcessFigures.resident(service.process().pid()));
            }
            Outcome after = work(service.port(), ADMITTED, Duration.ofSeconds(2));
            ProcessFigures end = ProcessFigures.of(service);

            double goodput = median(i -> overload.get(i).answered / most.get(i).answered);
            double usual = median(i -> most.get(i).answered);
            long[] sorted = probes.sorted();
            System.out.printf(
                    "MEASURED: Java %d: %d clients on %d places, %d rounds: %.0f answers/s of %.0f (%.2f, medians), "
                            + "%.0f refusals/s; probes p50 %.1f ms, p99 %.1f ms, longest %.1f ms (%d); %.0f answers/s "
                            + "in the two seconds after; %d MiB resident under load; before: %s; after: %s%n",
                    Runtime.version().feature(), CLIENTS, ADMITTED, ROUNDS, median(i -> overload.get(i).answered),
                    usual,
                    goodput, median(i -> overload.get(i).refused), millis(sorted, 0.5), millis(sorted, 0.99),
                    sorted[sorted.length - 1] / 1e6, sorted.length, after.answered, resident / 1_024, before, end);
            // The figures are for the document; what the test holds to leaves room for a busy machine.
            assertThat(goodput).isGreaterThan(0.6);
            assertThat(overload).allSatisfy(each -> assertThat(each.refused).isPositive());
            assertThat(overload).allSatisfy(each -> assertThat(each.other).isZero());
            assertThat(probes.failed.sum() + after.other).isZero();
            assertThat(StreamLoad.percentile(sorted, 0.99)).isLessThan(Duration.ofMillis(250));
            assertThat(after.answered).isGreaterThan(0.5 * usual);
            assertThat(end.heapKilobytes()).isLessThan(before.heapKilobytes() + 16 * 1_024);
        }
    }

    private static double median(IntToDoubleFunction figure) {
        return IntStream.range(0, ROUNDS).mapToDouble(figure).sorted().toArray()[ROUNDS / 2];
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

    /** Asks for the probes in turns, and notes how long each took. */
    private static final class Probing implements LoadClients.Answers {
        private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
        private final LongAdder failed = new LongAdder();

        @Override
        public Duration answered(String path, int status, long took) {
            nanos.add(took);
            if (status != 200) {
                failed.increment();
            }
            return BETWEEN_PROBES;
        }

        long[] sorted() {
            return nanos.stream().mapToLong(took -> took).sorted().toArray();
        }
    }

    /** By the second, and those that were neither. */
    private record Outcome(double answered, double refused, long other) {
    }
}
