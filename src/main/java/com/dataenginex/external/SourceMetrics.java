package com.dataenginex.external;

import com.dataenginex.metrics.Metrics;
import dev.failsafe.CircuitBreaker;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The metrics of one source, all there from the start:
 *
 * <pre>
 * upstream_requests_total{provider="coinbase",outcome="circuit_open"} 12.0
 * upstream_retries_total{provider="coinbase"} 2.0
 * upstream_calls_in_flight{provider="coinbase"} 3.0
 * upstream_calls_limit{provider="coinbase"} 16.0
 * upstream_circuit_breaker_state{provider="coinbase",state="open"} 1.0
 * </pre>
 */
final class SourceMetrics {
    private static final String PROVIDER = "provider";

    private final Metrics metrics;
    private final String name;
    private final Map<CallOutcome, Counter> outcomes = new EnumMap<>(CallOutcome.class);
    private final Timer durations;
    private final Counter retries;

    SourceMetrics(Metrics metrics, String name) {
        this.metrics = metrics;
        this.name = name;
        durations = metrics.timer("upstream_request_duration_seconds",
                "Duration of a call to a source of rates in seconds", PROVIDER, name);
        retries = metrics.counter("upstream_retries_total",
                "Calls to the sources of rates that were made again at once after one had failed", PROVIDER, name);
        for (CallOutcome outcome : CallOutcome.values()) {
            outcomes.put(outcome, metrics.counter("upstream_requests_total",
                    "Calls to the sources of rates, and those that were not made", PROVIDER, name, "outcome",
                    outcome.toString()));
        }
    }

    void breaker(CircuitBreaker<?> breaker) {
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            metrics.gauge("upstream_circuit_breaker_state",
                    "Whether the circuit breaker is in that state (1) or not (0)",
                    () -> breaker.getState() == state ? 1 : 0, PROVIDER, name, "state",
                    state.name().toLowerCase(Locale.ROOT));
        }
    }

    /** @param free places for calls that are not taken */
    void callsAtOnce(int limit, Semaphore free) {
        metrics.gauge("upstream_calls_in_flight", "Calls to a source of rates that are under way",
                () -> limit - free.availablePermits(), PROVIDER, name);
        metrics.gauge("upstream_calls_limit", "Calls to a source of rates at once before further ones are not made",
                () -> limit, PROVIDER, name);
    }

    /** A call ended so, or was not made. */
    void ended(CallOutcome outcome) {
        outcomes.get(outcome).increment();
    }

    /** A call is made again; it is a call of its own in the other figures. */
    void triedAgain() {
        retries.increment();
    }

    void took(Duration duration) {
        durations.record(duration);
    }
}
