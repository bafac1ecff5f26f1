package com.dataenginex.service;

import com.dataenginex.health.Lifecycle;
import com.dataenginex.limits.InFlight;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.Logging;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.SpanCounts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The steps of a stop: each runs whatever the others threw, and the ledger tells what they took and cut off. */
public final class Shutdown {
    private static final Log LOG = Log.of(Shutdown.class);

    private final ShutdownConfig config;
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private final Map<String, Long> cut = new LinkedHashMap<>();

    public Shutdown(ShutdownConfig config) {
        this.config = config;
    }

    public void step(String name, Runnable work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (RuntimeException e) {
            cut.put(name, 1L);
            LOG.error("stop_step_failed", out -> out.text("step", name), e);
        }
        nanos.put(name, System.nanoTime() - start);
    }

    /** Takes {@code /ready} down and goes on serving until the drain delay is over. */
    public void drain(Lifecycle lifecycle) {
        lifecycle.draining();
        LOG.info("draining", out -> out.seconds("delay_seconds", config.drainDelay().toNanos()));
        try {
            TimeUnit.NANOSECONDS.sleep(config.drainDelay().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops the server, which waits for what is under way until the deadline and then interrupts it.
     *
     * @param underWay requests and streams; those that do not end in time are cut off
     */
    public void stopServer(Runnable stop, List<InFlight> underWay) {
        // Helidon counts whole milliseconds, from a moment later than this.
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.requestDeadline().toMillis());
        underWay.forEach(each -> each.dueAt(due));
        step("requests", stop);
        if (System.nanoTime() - due >= 0) {
            check("requests", underWay.stream().mapToLong(InFlight::count).sum());
        }
    }

    /** Notes what a step left behind when its deadline was over. */
    public void check(String step, long left) {
        if (left > 0) {
            cut.put(step, left);
        }
    }

    public boolean isClean() {
        return cut.isEmpty();
    }

    /** The last line's fields: what was done, what was lost, how long each step took. */
    public Fields ledger(Metrics metrics, Streams streams, SpanCounts spans, Logging logging) {
        long requests = metrics.requestsRecorded();
        long closed = streams.closed();
        long created = spans.created();
        long exported = spans.exported();
        long lostSpans = spans.overflowed() + spans.failed();
        long lostLines = Arrays.stream(Severity.values()).mapToLong(logging::dropped).sum();
        return out -> {
            out.number("requests_served", requests).number("streams_closed", closed).number("spans_created", created)
                    .number("spans_exported", exported)
                    .number("spans_dropped", lostSpans).number("log_lines_dropped", lostLines);
            nanos.forEach((step, took) -> out.seconds(step + "_seconds", took));
            cut.forEach((step, left) -> out.number(step + "_cut_off", left));
            out.flag("clean", isClean());
        };
    }
}
