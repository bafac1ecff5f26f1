package com.dataenginex.scale;

import com.dataenginex.support.Scrape;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What one collector takes: spans and log records as the service sends them, from many simulated instances, to a real collector with
 * the shipped configuration, which hands them to a receiver that only counts. {@code infra/scale/simulate spans} runs it, with
 * {@code -Dcollector=PROGRAM -Drate=SPANS -Dseconds=SECONDS -Dinstances=INSTANCES -Drecords=RECORDS}, the last per span.
 */
public final class CollectorLoad {
    private static final double RATE = Double.parseDouble(System.getProperty("rate", "2000"));
    private static final int SECONDS = Integer.getInteger("seconds", 30);
    private static final int INSTANCES = Integer.getInteger("instances", 100);
    private static final double RECORDS = Double.parseDouble(System.getProperty("records", "2"));
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration LAST_BATCH = Duration.ofSeconds(15);

    private final RealTelemetry real;
    private final CollectorProcess collector;
    private final Sink sink;
    private final Instance.Totals totals = new Instance.Totals();
    private long start;
    /** When everybody is connected, and the figures per second begin. */
    private Figures settled;
    private double residentMib;
    private double queue;

    /** So far. */
    private record Figures(long nanos, long spans, long records, long batches, Duration cpu) {
    }

    private CollectorLoad(RealTelemetry real, CollectorProcess collector, Sink sink) {
        this.real = real;
        this.collector = collector;
        this.sink = sink;
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("collector");
        try {
            RealTelemetry real = RealTelemetry.record(folder);
            try (Sink sink = new Sink();
                    CollectorProcess collector = new CollectorProcess(Path.of(System.getProperty("collector")), folder,
                            sink)) {
                new CollectorLoad(real, collector, sink).run();
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        System.exit(0);
    }

    private void run() throws InterruptedException {
        row("bytes of a span of GET /", "%.0f", real.bytesPerSpan());
        row("bytes of a log record about it", "%.0f", real.bytesPerRecord());
        row("collector at rest, resident MiB", "%.0f", collector.residentMib());
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < INSTANCES; i++) {
            instances.add(new Instance(real, "simulated-" + i, "127.0.0.1", collector.port(), totals));
        }
        start = System.nanoTime();
        send(instances, start + TimeUnit.SECONDS.toNanos(SECONDS));
        Figures end = figures();
        awaitRest();
        print(end);
        instances.forEach(Instance::close);
    }

    private Figures figures() {
        return new Figures(System.nanoTime(), totals.spans.sum(), totals.records.sum(), totals.batches.sum(),
                collector.cpu());
    }

    private void send(List<Instance> instances, long end) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Instance instance : instances) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    instance.run(start, end, RATE / INSTANCES, RATE * RECORDS / INSTANCES);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        settled = figures();
        for (Thread thread : threads) {
            while (!thread.join(Duration.ofMillis(500))) {
                look();
            }
        }
    }

    private void look() {
        if (System.nanoTime() < start + SETTLING.toNanos()) {
            settled = figures();
        }
        residentMib = Math.max(residentMib, collector.residentMib());
        try {
            queue = Math.max(queue, collector.metrics().samples("otelcol_exporter_queue_size").stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))).max().orElse(0));
        } catch (UncheckedIOException e) {
            // A scrape that a busy collector cut off; the next one will do.
        }
    }

    /** What the collector still holds must come too. */
    private void awaitRest() {
        long end = System.nanoTime() + LAST_BATCH.toNanos();
        while (System.nanoTime() < end && (sink.spans() < 2 * taken(totals.spans.sum(), totals.refusedSpans.sum())
                || sink.records() < taken(totals.records.sum(), totals.refusedRecords.sum()))) {
            look();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static long taken(long sent, long refused) {
        return sent - refused;
    }

    private void print(Figures end) {
        double seconds = (end.nanos() - settled.nanos()) / 1e9;
        double cpuSeconds = end.cpu().minus(settled.cpu()).toNanos() / 1e9;
        Scrape metrics = collector.metrics();
        row("instances, a connection for each signal", "%.0f", INSTANCES);
        row("seconds, after the first " + SETTLING.toSeconds(), "%.1f", seconds);
        row("spans sent per second (wanted " + Math.round(RATE) + ")", "%.0f",
                (end.spans() - settled.spans()) / seconds);
        row("log records sent per second (wanted " + Math.round(RATE * RECORDS) + ")", "%.0f",
                (end.records() - settled.records()) / seconds);
        row("batches sent per second", "%.0f", (end.batches() - settled.batches()) / seconds);
        row("collector's CPU, share of one core", "%.3f", cpuSeconds / seconds);
        row("its CPU per span or record, µs", "%.1f", cpuSeconds * 1e6
                / Math.max(1, end.spans() - settled.spans() + end.records() - settled.records()));
        row("collector resident, most, MiB", "%.0f", residentMib);
        row("longest sending queue, batches of 1,000", "%.0f", queue);
        for (String signal : List.of("spans", "log_records")) {
            String words = signal.replace('_', ' ');
            boolean isSpans = "spans".equals(signal);
            row(words + " sent to it", "%.0f", isSpans ? totals.spans.sum() : totals.records.sum());
            row(words + " it did not acknowledge", "%.0f",
                    isSpans ? totals.refusedSpans.sum() : totals.refusedRecords.sum());
            row("  accepted, as it says", "%.0f", sum(metrics, "otelcol_receiver_accepted_" + signal));
            row("  refused, as it says", "%.0f", sum(metrics, "otelcol_receiver_refused_" + signal)
                    + sum(metrics, "otelcol_receiver_failed_" + signal));
            row("  handed on, to all exporters, as it says", "%.0f", sum(metrics, "otelcol_exporter_sent_" + signal));
            row("  dropped, as it says", "%.0f", sum(metrics, "otelcol_exporter_send_failed_" + signal)
                    + sum(metrics, "otelcol_exporter_enqueue_failed_" + signal));
            row("  counted by the receivers behind it", "%.0f", isSpans ? sink.spans() : sink.records());
        }
    }

    /** Whatever unit and suffix the collector's version gives the name. */
    private static double sum(Scrape metrics, String prefix) {
        return metrics.names().stream().filter(name -> name.startsWith(prefix)).mapToDouble(metrics::sum).sum();
    }

    private static void row(String text, String format, double value) {
        System.out.printf(Locale.ROOT, "%-50s " + format + "%n", text, value);
    }
}
