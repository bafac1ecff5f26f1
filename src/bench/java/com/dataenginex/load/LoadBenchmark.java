package com.dataenginex.load;

import com.dataenginex.tracing.OtlpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What each signal costs a request, against a Helidon without any: the servers stand side by side, each in a JVM of its
 * own, and take turns under load. {@code -Drounds=7 -Dseconds=4 -Dconnections=32 -Dwarmup=60};
 * {@code -Dvariants=traced,recorded} picks some of them, the bare one always; {@code -Dpinned=true} gives the servers a core of their own.
 * {@code -Dinstances=3} starts as many of each, which take the rounds in turns: what the compilers make of one process is not what they
 * make of the next, and no number of rounds tells that from a cost.
 *
 * <p>{@code -Dshort=true} is the form for the gate, with three of the servers, and an exit code of 1 if a median ratio at saturation is
 * above {@code -Dworst-ratio=2.5} in each of three sittings, or spans or lines are lost at a rate that leaves even a busy machine room; at
 * saturation beside other programs a receiver may well starve.
 */
public final class LoadBenchmark {
    private static final boolean SHORT = Boolean.getBoolean("short");
    private static final Variant[] VARIANTS = SHORT
            ? Variant.OF_SHORT_FORM
            : Variant.named(System.getProperty("variants"));
    private static final int ROUNDS = Integer.getInteger("rounds", 7);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("seconds", SHORT ? 2 : 4));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", SHORT ? 40 : 60));
    private static final int INSTANCES = Integer.getInteger("instances", 1);
    private static final int CONNECTIONS = Integer.getInteger("connections", 32);
    private static final long ENOUGH = Long.getLong("enough", 3_000_000);
    /** Sittings of the short form after the first one, for as long as a ratio is too high. */
    private static final int MOST_AGAIN = 2;
    private static final int DRAWS = 2_000;
    private static final double LOSSLESS_RATE = 5_000;
    private static final double WORST_RATIO = Double.parseDouble(System.getProperty("worst-ratio", "2.5"));
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m",
            "-Dhelidon.serialFilter.pattern=*");

    private final Map<Variant, List<ServerProcess>> servers = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Sample>> saturated = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Sample>> paced = new EnumMap<>(Variant.class);
    private final List<Viewer> viewers = new ArrayList<>();

    private LoadBenchmark() {
    }

    public static void main(String[] args) throws Exception {
        Cores.leaveOne();
        // What the others sample is not counted for the one that samples everything.
        try (OtlpSink.Remote sink = OtlpSink.launch(); OtlpSink.Remote others = OtlpSink.launch()) {
            List<String> failures = new LoadBenchmark().run(sink, others);
            failures.forEach(failure -> System.out.println("FAILED: " + failure));
            if (!failures.isEmpty()) {
                System.exit(1);
            }
        }
    }

    private List<String> run(OtlpSink.Remote sink, OtlpSink.Remote others) throws IOException {
        try {
            for (Variant variant : VARIANTS) {
                List<ServerProcess> started = new ArrayList<>();
                servers.put(variant, started);
                for (int i = 0; i < INSTANCES; i++) {
                    started.add(variant.start(JVM, variant == Variant.TRACED ? sink.port() : others.port()));
                    if (variant == Variant.WATCHED) {
                        viewers.add(Viewer.watch(started.getLast().port()));
                    }
                }
                saturated.put(variant, new ArrayList<>());
                paced.put(variant, new ArrayList<>());
            }
            all().forEach(LoadBenchmark::warmUp);
            rounds(saturated, clients -> clients.saturate(TIME));
            for (int again = 0; SHORT && isTooMuch() && again < MOST_AGAIN; again++) {
                // A moment of the machine's, or of the compilers; what it costs for good, it costs again.
                saturated.values().forEach(List::clear);
                rounds(saturated, clients -> clients.saturate(TIME));
            }
            print("At saturation", saturated);
            double half = saturated.values().stream().mapToDouble(all -> median(all, Sample::throughput)).min()
                    .orElseThrow() / 2;
            long spansBefore = 0;
            if (SHORT) {
                spansBefore = settled(sink);
                all().forEach(ServerProcess::countFromNow);
                for (ServerProcess server : List.of(servers.get(Variant.TRACED).getFirst(),
                        servers.get(Variant.RECORDED).getFirst())) {
                    Sample.take(server, clients -> clients.paced(TIME.multipliedBy(3), Math.min(half, LOSSLESS_RATE)),
                            CONNECTIONS);
                }
            } else {
                rounds(paced, clients -> clients.paced(TIME, half));
                print("At %.0f requests per second, half of what the slowest one takes".formatted(half), paced);
            }
            if (!viewers.stream().allMatch(Viewer::isWatching)) {
                throw new IOException("Nobody looked at the page any more: its stream has ended");
            }
            all().forEach(ServerProcess::stop);
            return judged(sink.spans() - spansBefore);
        } finally {
            all().forEach(ServerProcess::close);
        }
    }

    private List<ServerProcess> all() {
        return servers.values().stream().flatMap(List::stream).toList();
    }

    private boolean isTooMuch() {
        return servers.keySet().stream()
                .anyMatch(variant -> median(ratios(saturated, variant), ratio -> ratio) > WORST_RATIO);
    }

    /** Prints what became of the requests; only the short form has anything against it. */
    private List<String> judged(long spans) {
        Check check = new Check(WORST_RATIO);
        System.out.println();
        servers.forEach((variant, instances) -> {
            long requests = instances.stream().mapToLong(ServerProcess::requests).sum();
            long lines = instances.stream().mapToLong(ServerProcess::requestLines).sum();
            if (variant == Variant.TRACED) {
                System.out.printf("traced: %d requests, %.6f spans exported per request%n", requests,
                        (double) spans / requests);
                check.spans(variant, requests, spans);
            }
            if (variant.linesPerRequest() > 0) {
                System.out.printf("%s: %.6f lines written per request%n", variant,
                        (double) lines / requests);
                check.lines(variant, requests, lines, variant.linesPerRequest());
            }
            System.out.printf("%s: ratios of the rounds %s%n", variant,
                    ratios(saturated, variant).stream().map("%.2f"::formatted).toList());
            check.ratio(variant, median(ratios(saturated, variant), ratio -> ratio));
        });
        return SHORT ? check.failures() : List.of();
    }

    /** In the short form until enough is asked for the compilers to be done, or the time is over. */
    private static void warmUp(ServerProcess server) {
        Duration part = SHORT ? TIME : WARM_UP;
        long end = System.nanoTime() + WARM_UP.toNanos();
        do {
            Sample.take(server, clients -> clients.saturate(part), CONNECTIONS);
        } while (server.requests() < ENOUGH && System.nanoTime() < end);
    }

    /** Spans that have come once no more come. */
    private static long settled(OtlpSink.Remote sink) throws IOException {
        long seen = -1;
        for (long now = sink.spans(); now != seen; now = sink.spans()) {
            seen = now;
            // Longer than a batch may wait.
            LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        }
        return seen;
    }

    /** Each round begins with another server. */
    private void rounds(Map<Variant, List<Sample>> into, Sample.Load load) {
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < VARIANTS.length; i++) {
                Variant variant = VARIANTS[(round + i) % VARIANTS.length];
                into.get(variant).add(Sample.take(servers.get(variant).get(round % INSTANCES), load, CONNECTIONS));
            }
        }
    }

    /** Of each round, the server's CPU time per request against that of the bare one. */
    private static List<Double> ratios(Map<Variant, List<Sample>> samples, Variant variant) {
        List<Sample> bare = samples.get(Variant.BARE);
        List<Sample> all = samples.get(variant);
        return IntStream.range(0, all.size()).mapToObj(i -> all.get(i).cpuMicros() / bare.get(i).cpuMicros()).toList();
    }

    private static void print(String title, Map<Variant, List<Sample>> samples) {
        System.out.printf("%n%s; medians of %d rounds of %d s, %d connections:%n%n", title, ROUNDS, TIME.toSeconds(),
                CONNECTIONS);
        System.out.println(
                "| | requests/s | CPU per request | against bare | p50 | p99 | p99.9 | allocated per request |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<Sample> bare = samples.get(Variant.BARE);
        samples.forEach((variant, all) -> {
            List<Double> ratios = ratios(samples, variant);
            System.out.printf("| %s | %.0f | %.2f µs | %.2f | %.2f ms | %.2f ms | %.2f ms | %.0f B |%n", variant,
                    median(all, Sample::throughput), median(all, Sample::cpuMicros), median(ratios, r -> r),
                    median(all, s -> s.millis(50)), median(all, s -> s.millis(99)), median(all, s -> s.millis(99.9)),
                    median(all, Sample::allocated));
        });
        System.out.println();
        samples.forEach((variant, all) -> {
            double[] ratios = ratios(samples, variant).stream().mapToDouble(ratio -> ratio).sorted().toArray();
            System.out.printf("%s: %.2f to %.2f of bare; p99 %.2f of it%n", variant, ratios[0],
                    ratios[ratios.length - 1],
                    median(all, s -> s.millis(99)) / median(bare, s -> s.millis(99)));
        });
        if (samples.containsKey(Variant.PROD) && samples.containsKey(Variant.RECORDED)) {
            printDifference(samples.get(Variant.PROD), samples.get(Variant.RECORDED));
        }
    }

    /** What the flight recorder costs, and how much of that is chance: the same of rounds that are drawn anew. */
    private static void printDifference(List<Sample> without, List<Sample> with) {
        List<Double> differences = IntStream.range(0, with.size())
                .mapToObj(i -> with.get(i).cpuMicros() - without.get(i).cpuMicros()).toList();
        Random random = new Random(1);
        double[] drawn = IntStream.range(0, DRAWS).mapToDouble(draw -> median(
                differences.stream().map(any -> differences.get(random.nextInt(differences.size()))).toList(),
                difference -> difference)).sorted().toArray();
        System.out.printf("recorded: %.2f µs more than prod by the medians, %.2f µs by the rounds (95 %% of %d draws: "
                + "%.2f to %.2f)%n",
                median(with, Sample::cpuMicros) - median(without, Sample::cpuMicros),
                median(differences, difference -> difference), DRAWS, drawn[DRAWS / 40],
                drawn[DRAWS - 1 - DRAWS / 40]);
    }

    private static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
