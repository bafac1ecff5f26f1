package com.dataenginex.ui;

import com.dataenginex.log.FailedListeners;
import com.dataenginex.log.Log;
import com.dataenginex.metrics.Metrics;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads the registry once per second, whether or not anybody looks. A request costs it nothing. */
final class FigureSampler implements AutoCloseable {
    private static final Log LOG = Log.of(FigureSampler.class);
    private static final FailedListeners FAILURES = new FailedListeners(LOG, "figures_not_read");
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUANTILES_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long ALERTS_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final Metrics metrics;
    private final InstantSource clock;
    private final Set<String> probes;
    private final Set<String> streams;
    private final List<AlertWatch> alerts;
    private final FigureRing ring = new FigureRing();
    /** Of the last five minutes, the oldest first. */
    private final Deque<RegistryTotals> window = new ArrayDeque<>();
    private final Thread thread = new Thread(this::run, "ui-figures");
    private volatile RegistryTotals newest;
    private volatile boolean stopped;

    /**
     * @param probes templates that the figures leave out
     * @param streams templates that the latencies leave out
     */
    FigureSampler(Metrics metrics, InstantSource clock, Set<String> probes, Set<String> streams,
            List<AlertWatch> alerts) {
        this.metrics = metrics;
        this.clock = clock;
        this.probes = probes;
        this.streams = streams;
        this.alerts = alerts;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    FigureRing ring() {
        return ring;
    }

    /** What was read last; null before the first time. */
    RegistryTotals newest() {
        return newest;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long due = System.nanoTime();
        while (!stopped) {
            try {
                sample();
            } catch (RuntimeException | Error e) {
                FAILURES.failed(this, e);
            }
            due += STEP_NANOS;
            long now = System.nanoTime();
            if (due - now < 0) {
                // After a pause of the whole machine the missed rows are not made up.
                due = now;
            }
            while (!stopped && due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void sample() {
        RegistryTotals now = RegistryTotals.of(System.nanoTime(), metrics.readings(RegistryTotals::isWanted), probes,
                streams);
        RegistryTotals before = window.isEmpty() ? now : window.getLast();
        window.addLast(now);
        while (window.size() > 1 && now.nanos() - window.getFirst().nanos() > ALERTS_NANOS + STEP_NANOS) {
            window.removeFirst();
        }
        // One row per second, also where a busy machine made two of them fall into one.
        long second = Math.max(ring.last() + 1, clock.instant().getEpochSecond());
        ring.add(new FigureRing.Row(second, row(before, ago(now), now)));
        alerts.forEach(alert -> alert.look(window.getFirst(), now, clock.instant()));
        newest = now;
    }

    /** The totals of ten seconds ago, or of the start. */
    private RegistryTotals ago(RegistryTotals now) {
        Iterator<RegistryTotals> newestFirst = window.descendingIterator();
        RegistryTotals found = now;
        while (newestFirst.hasNext() && now.nanos() - found.nanos() < QUANTILES_NANOS - STEP_NANOS / 2) {
            found = newestFirst.next();
        }
        return found;
    }

    private static float[] row(RegistryTotals before, RegistryTotals ago, RegistryTotals now) {
        float[] row = FigureRing.blank();
        for (int digit = 2; digit <= 5; digit++) {
            row[FigureName.RATE_2XX.ordinal() + digit - 2] = (float) now.perSecond(before, now.since(before, digit));
        }
        put(row, FigureName.P50, now.quantile(ago, 0.5));
        put(row, FigureName.P95, now.quantile(ago, 0.95));
        put(row, FigureName.P99, now.quantile(ago, 0.99));
        put(row, FigureName.IN_FLIGHT, now.value("http_requests_in_flight"));
        put(row, FigureName.STREAMS, now.value("sse_streams_active"));
        put(row, FigureName.REJECTED, now.rate(before, "http_requests_rejected_total"));
        put(row, FigureName.HEAP, now.value("jvm_memory_used_bytes"));
        put(row, FigureName.HEAP_AFTER_GC, now.heapAfterCollection());
        put(row, FigureName.GC_PAUSE, now.rate(before, "jvm_gc_pause_seconds_sum"));
        put(row, FigureName.THREADS, now.value("jvm_threads_live_threads"));
        put(row, FigureName.PINNED, now.rate(before, "jvm_threads_virtual_pinned_seconds_sum"));
        put(row, FigureName.CPU, now.value("process_cpu_usage"));
        put(row, FigureName.LOG_QUEUE, now.value("log_queue_events"));
        put(row, FigureName.SPAN_QUEUE, now.value("spans_queued"));
        return row;
    }

    private static void put(float[] row, FigureName name, double value) {
        row[name.ordinal()] = (float) value;
    }
}
