package com.dataenginex.external;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Says of a source once that it begins to fail, once that it is left alone, and once that it works again. Between the first two
 * and the last one every further failure is one of the same trouble, and is said at DEBUG. The trouble is over with a success that
 * comes some time after the last failure: a source that fails every now and then is one trouble, not a line for each call.
 * Thread-safe.
 */
final class SourceHealth {
    private static final Log LOG = Log.of(SourceHealth.class);

    private final String name;
    private final long quietNanos;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile boolean failing;
    private volatile Instant changed;
    // Guarded by this.
    private long sinceNanos;
    private long lastNanos;
    private long failures;
    private final Set<String> pauses = new HashSet<>();

    /** @param quiet how long it must not have failed before a success counts as the end of the trouble */
    SourceHealth(String name, Duration quiet, InstantSource clock, LongSupplier nanoTime) {
        this.name = name;
        this.quietNanos = quiet.toNanos();
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** @param url what was asked */
    void failed(SourceException e, String url) {
        if (begun()) {
            LOG.warning("upstream_failing", about(e, url));
        }
    }

    /**
     * The source is not asked for a while.
     *
     * @param event why
     */
    void leftAlone(String event, SourceException e, String url, Duration pause) {
        Instant next = clock.instant().plus(pause);
        Severity severity = isFirst(event) ? Severity.WARNING : Severity.DEBUG;
        Fields about = about(e, url);
        LOG.say(severity, event, out -> {
            about.writeTo(out);
            out.seconds("pause_seconds", pause.toNanos()).text("next_try", next.toString());
        }, null);
    }

    /** Whether no trouble is under way. */
    boolean works() {
        return !failing;
    }

    /** Since when that is so; null where it has been so from the start. */
    Instant since() {
        return changed;
    }

    /** The source has answered, if only that it does not know the currency. */
    void worked() {
        if (failing) {
            recovered();
        }
    }

    private synchronized boolean begun() {
        lastNanos = nanoTime.getAsLong();
        failures++;
        if (failing) {
            return false;
        }
        failing = true;
        changed = clock.instant();
        sinceNanos = lastNanos;
        failures = 1;
        pauses.clear();
        return true;
    }

    private synchronized boolean isFirst(String event) {
        return pauses.add(event);
    }

    private synchronized void recovered() {
        long now = nanoTime.getAsLong();
        if (!failing || now - lastNanos < quietNanos) {
            return;
        }
        failing = false;
        changed = clock.instant();
        long took = now - sinceNanos;
        long failed = failures;
        LOG.info("upstream_recovered",
                out -> out.text("provider", name).seconds("failing_seconds", took).number("failed_calls", failed));
    }

    /** The fields of a line about a failure. */
    Fields about(SourceException e, String url) {
        return out -> {
            out.text("provider", name).text("outcome", e.outcome().toString());
            if (e.status() > 0) {
                out.number("status", e.status());
            }
            out.text("reason", e.getMessage()).text("url", Redaction.credentials(url));
        };
    }
}
