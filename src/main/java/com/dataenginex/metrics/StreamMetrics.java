package com.dataenginex.metrics;

import com.dataenginex.http.ExchangeOutcome;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the HTTP metrics leave out: a stream counts as a request only until its first byte. Thread-safe.
 *
 * <pre>
 * sse_streams_active 3.0
 * sse_events_sent_total 120.0
 * sse_streams_closed_total{outcome="completed"} 17.0
 * sse_stream_duration_seconds_bucket{le="5.0"} 12.0
 * </pre>
 */
final class StreamMetrics {
    private final LongAdder active = new LongAdder();
    private final Counter events;
    private final Timer durations;
    private final Map<ExchangeOutcome, Counter> closed = new EnumMap<>(ExchangeOutcome.class);

    StreamMetrics(Metrics metrics) {
        metrics.gauge("sse_streams_active", "Event streams that are open", active::doubleValue);
        events = metrics.counter("sse_events_sent_total", "Events sent on all streams");
        durations = metrics.timer("sse_stream_duration_seconds",
                "Time from a stream's first byte to its end in seconds");
        for (ExchangeOutcome outcome : ExchangeOutcome.values()) {
            if (outcome != ExchangeOutcome.REFUSED) {
                closed.put(outcome,
                        metrics.counter("sse_streams_closed_total", "Streams ended", "outcome", outcome.toString()));
            }
        }
    }

    void opened() {
        active.increment();
    }

    void sent() {
        events.increment();
    }

    void closed(ExchangeOutcome outcome, Duration open) {
        active.decrement();
        closed.get(outcome).increment();
        durations.record(open);
    }
}
