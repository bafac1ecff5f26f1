package com.dataenginex.load;

import com.dataenginex.tracing.OtlpSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What each signal costs a request, against a Helidon without any: the servers stand side by side, each in a JVM of its
 * own, and take turns under load. {@code -Drounds=5 -Dseconds=6 -Dconnections=32 -Dwarmup=60}.
 */
public final class LoadBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("seconds", 6));
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 60));
    private static final int CONNECTIONS = Integer.getInteger("connections", 32);
    private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m",
            "-Dhelidon.serialFilter.pattern=*");

    private final Map<Variant, ServerProcess> servers = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Sample>> saturated = new EnumMap<>(Variant.class);
    private final Map<Variant, List<Sample>> paced = new EnumMap<>(Variant.class);

    private LoadBenchmark() {
    }

    public static void main(String[] args) throws Exception {
        try (OtlpSink.Remote sink = OtlpSink.launch()) {
            new LoadBenchmark().run(sink);
        }
    }

    private void run(OtlpSink.Remote sink) throws IOException {
        try {
            for (Variant variant : Variant.values()) {
                servers.put(variant, variant.start(JVM, sink.port()));
                saturated.put(variant, new ArrayList<>());
                paced.put(variant, new ArrayList<>());
            }
            servers.forEach(
                    (variant, server) -> Sample.take(server, clients -> clients.saturate(WARM_UP), CONNECTIONS));
            rounds(saturated, clients -> clients.saturate(TIME));
            double rate = median(saturated.get(Variant.TRACED), Sample::throughput) / 2;
            rounds(paced, clients -> clients.paced(TIME, rate));
            print("At saturation", saturated);
            print("At %.0f requests per second, half of what the last one takes".formatted(rate), paced);
            long lines = servers.get(Variant.TRACED).requests();
            servers.get(Variant.TRACED).stop();
            servers.get(Variant.LOGGED).stop();
            System.out.printf("traced: %d requests, %.6f spans exported and %.6f lines written per request%n", lines,
                    (double) sink.spans() / lines, perRequest(Variant.TRACED));
            System.out.printf("logged: %.6f lines written per request%n", perRequest(Variant.LOGGED));
        } finally {
            servers.values().forEach(ServerProcess::close);
        }
    }

    /** Each round begins with another server. */
    private void rounds(Map<Variant, List<Sample>> into, Sample.Load load) {
        Variant[] variants = Variant.values();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < variants.length; i++) {
                Variant variant = variants[(round + i) % variants.length];
                into.get(variant).add(Sample.take(servers.get(variant), load, CONNECTIONS));
            }
        }
    }

    private double perRequest(Variant variant) {
        ServerProcess server = servers.get(variant);
        return (double) server.requestLines() / server.requests();
    }

    private static void print(String title, Map<Variant, List<Sample>> samples) {
        System.out.printf("%n%s; medians of %d rounds of %d s, %d connections:%n%n", title, ROUNDS, TIME.toSeconds(),
                CONNECTIONS);
        System.out.println(
                "| | requests/s | CPU per request | against bare | p50 | p99 | p99.9 | allocated per request |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        List<Sample> bare = samples.get(Variant.BARE);
        samples.forEach((variant, all) -> {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                ratios.add(all.get(i).cpuMicros() / bare.get(i).cpuMicros());
            }
            System.out.printf("| %s | %.0f | %.2f µs | %.2f | %.2f ms | %.2f ms | %.2f ms | %.0f B |%n", variant,
                    median(all, Sample::throughput), median(all, Sample::cpuMicros), median(ratios, r -> r),
                    median(all, s -> s.millis(50)), median(all, s -> s.millis(99)), median(all, s -> s.millis(99.9)),
                    median(all, Sample::allocated));
        });
        System.out.printf("%np99 of all signals against bare: %.2f%n",
                median(samples.get(Variant.TRACED), s -> s.millis(99)) / median(bare, s -> s.millis(99)));
    }

    private static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
