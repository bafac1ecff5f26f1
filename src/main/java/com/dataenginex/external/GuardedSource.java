package com.dataenginex.external;

import com.dataenginex.log.Log;
import com.dataenginex.metrics.Metrics;
import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import dev.failsafe.Timeout;
import dev.failsafe.TimeoutExceededException;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.helidon.webclient.http1.Http1Client;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * One source as the service uses it: a call has a deadline, a broken connection is tried again, and a source that
 * fails repeatedly, or sends {@code Retry-After}, is skipped for a while. Thread-safe.
 */
final class GuardedSource {
    private static final Log LOG = Log.of(GuardedSource.class);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACKOFF = Duration.ofMillis(400);
    private static final double JITTER = 0.5;

    private final String name;
    private final ExternalDataConfig config;
    private final SourceClient client;
    private final CircuitBreaker<Rate> breaker;
    /** The circuit breaker counts a call and its retries as one result. */
    private final FailsafeExecutor<Rate> calls;
    /** Not Failsafe's bulkhead, which loses a place with each rejection (failsafe-lib/failsafe#393). */
    private final Semaphore places;
    private final Map<CallOutcome, Counter> outcomes = new EnumMap<>(CallOutcome.class);
    private final Timer durations;
    private volatile long pausedUntil = System.nanoTime();

    GuardedSource(String name, URI base, ExternalDataConfig config, Supplier<Http1Client> client, Metrics metrics,
            InstantSource clock) {
        this.name = name;
        this.config = config;
        this.client = new SourceClient(base, RateSource.named(name, config.apiKey()), client,
                config.maxResponseBytes(), clock);
        breaker = CircuitBreaker.<Rate>builder().handleIf(e -> isFailure(e))
                .withFailureThreshold(config.breakerFailures()).withSuccessThreshold(1)
                .withDelay(config.breakerDelay())
                .onOpen(e -> LOG.warning("upstream_circuit_opened", out -> out.text("provider", name)))
                .onClose(e -> LOG.info("upstream_circuit_closed", out -> out.text("provider", name))).build();
        RetryPolicy<Rate> retry = RetryPolicy.<Rate>builder()
                .handleIf(e -> e instanceof SourceException failed && failed.isRetryable())
                .withMaxRetries(config.retries())
                .withBackoff(FIRST_BACKOFF, LONGEST_BACKOFF).withJitter(JITTER).build();
        calls = Failsafe.with(breaker, retry);
        places = new Semaphore(config.callsAtOnce());
        durations = metrics.timer("upstream_request_duration_seconds",
                "Duration of a call to a source of rates in seconds", "provider", name);
        for (CallOutcome outcome : CallOutcome.values()) {
            outcomes.put(outcome, metrics.counter("upstream_requests_total", "Calls to the sources of rates",
                    "provider", name, "outcome", outcome.toString()));
        }
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            metrics.gauge("upstream_circuit_breaker_state",
                    "Whether the circuit breaker is in that state (1) or not (0)",
                    () -> breaker.getState() == state ? 1 : 0, "provider", name, "state",
                    state.name().toLowerCase(Locale.ROOT));
        }
    }

    /** How long the source must not be called; zero if it may be called now. */
    Duration pause() {
        long limited = Math.max(0, pausedUntil - System.nanoTime());
        Duration open = breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
        return open.toNanos() > limited ? open : Duration.ofNanos(limited);
    }

    /**
     * @param deadline by {@link System#nanoTime()}
     * @throws UnknownCurrency if the source does not know the currency
     * @throws SourceException if it has no answer
     */
    Rate ask(String currency, long deadline) {
        if (!places.tryAcquire()) {
            throw rejected("as many calls in flight as allowed");
        }
        try {
            return calls.get(() -> call(currency, deadline));
        } catch (CircuitBreakerOpenException e) {
            throw rejected("half open, and another call tries it");
        } finally {
            places.release();
        }
    }

    private SourceException rejected(String reason) {
        outcomes.get(CallOutcome.REJECTED).increment();
        return SourceException.of(CallOutcome.REJECTED, "not asked: " + reason);
    }

    private Rate call(String currency, long deadline) {
        long start = System.nanoTime();
        Duration left = Duration.ofNanos(deadline - start);
        if (!left.isPositive()) {
            throw SourceException.of(CallOutcome.TIMEOUT, "not asked again: the time is over");
        }
        Duration limit = left.compareTo(config.callTimeout()) < 0 ? left : config.callTimeout();
        CallOutcome outcome = CallOutcome.INVALID_ANSWER;
        try {
            Rate rate = Failsafe.with(Timeout.<Rate>builder(limit).withInterrupt().build())
                    .get(() -> client.ask(currency));
            outcome = CallOutcome.SUCCESS;
            return rate;
        } catch (TimeoutExceededException e) {
            outcome = CallOutcome.TIMEOUT;
            throw failed(SourceException.of(outcome, "no whole answer within " + limit.toMillis() + " ms"));
        } catch (UnknownCurrency e) {
            outcome = CallOutcome.UNKNOWN_CURRENCY;
            throw e;
        } catch (SourceException e) {
            outcome = e.outcome();
            if (outcome == CallOutcome.RATE_LIMITED) {
                pauseFor(e.pause().orElse(config.breakerDelay()));
            }
            throw failed(e);
        } finally {
            durations.record(Duration.ofNanos(System.nanoTime() - start));
            outcomes.get(outcome).increment();
        }
    }

    private SourceException failed(SourceException e) {
        LOG.debug("upstream_failed", out -> out.text("provider", name).text("outcome", e.outcome().toString())
                .text("reason", e.getMessage()));
        return e;
    }

    private void pauseFor(Duration pause) {
        pausedUntil = System.nanoTime() + pause.toNanos();
        LOG.warning("upstream_rate_limited",
                out -> out.text("provider", name).seconds("pause_seconds", pause.toNanos()));
    }

    /** Neither a busy source nor an unknown currency is a failure. */
    private static boolean isFailure(Throwable thrown) {
        return thrown instanceof SourceException failed && failed.outcome() != CallOutcome.RATE_LIMITED;
    }
}
