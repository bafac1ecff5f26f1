package com.dataenginex.insights;

import com.dataenginex.http.RequestTotals;
import java.util.concurrent.locks.LockSupport;

/**
 * The service's own figures. A thread records the totals once per second, so that a rate always covers the last ten
 * seconds. Thread-safe.
 */
public final class LiveFigures implements Figures, AutoCloseable {
    private static final long STEP_NANOS = 1_000_000_000;
    private static final int WINDOW = 10;

    private final RequestTotals totals;
    /** No virtual one, whose timer and carrier would cost an idle service ten times as much. */
    private final Thread sampler = Thread.ofPlatform().daemon().name("live-figures").unstarted(this::sample);
    private volatile Totals[] window;
    private volatile boolean stopped;

    /** Totals at a moment. */
    private record Totals(long nanos, long requests, long errors) {
    }

    public LiveFigures(RequestTotals totals) {
        this.totals = totals;
        this.window = new Totals[]{now()};
    }

    public void start() {
        sampler.start();
    }

    @Override
    public double value(Metric metric, int position) {
        if (metric == Metric.IN_FLIGHT) {
            return totals.inFlight().count();
        }
        Totals then = window[0];
        Totals now = now();
        long requests = now.requests() - then.requests();
        if (metric == Metric.ERROR_RATE) {
            // The two totals are not read in one moment.
            return requests == 0 ? 0 : Math.min(1, (double) (now.errors() - then.errors()) / requests);
        }
        double seconds = Math.max(1, now.nanos() - then.nanos()) / 1e9;
        return Math.round(requests / seconds * 1e2) / 1e2;
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(sampler);
    }

    private void sample() {
        while (!stopped) {
            LockSupport.parkNanos(STEP_NANOS);
            Totals[] old = window;
            int kept = Math.min(old.length, WINDOW - 1);
            Totals[] next = new Totals[kept + 1];
            System.arraycopy(old, old.length - kept, next, 0, kept);
            next[kept] = now();
            window = next;
        }
    }

    private Totals now() {
        return new Totals(System.nanoTime(), totals.served(), totals.serverErrors());
    }
}
