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
import io.helidon.webclient.http1.Http1Client;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final InstantSource clock;
    private final CircuitBreaker<Rate> breaker;
    /** The circuit breaker counts a call and its retries as one result. */
    private final FailsafeExecutor<Rate> calls;
    /** Not Failsafe's bulkhead, which loses a place with each rejection (failsafe-lib/failsafe#393). */
    private final Semaphore places;
    private final SourceMetrics metrics;
    private final SourceHealth health;
    private final LastCalls lastCalls = new LastCalls();
    /** Set by the breaker, which does not know why; said by the call that opened it, which does. */
    private final AtomicBoolean opened = new AtomicBoolean();
    private volatile long pausedUntil = System.nanoTime();

    GuardedSource(String name, URI base, ExternalDataConfig config, Supplier<Http1Client> client, Metrics metrics,
            InstantSource clock) {
        this.name = name;
        this.config = config;
        this.clock = clock;
        this.health = new SourceHealth(name, config.breakerDelay().dividedBy(2), clock, System::nanoTime);
        this.client = new SourceClient(base, RateSource.named(name, config.apiKey()), client,
                config.maxResponseBytes(), clock);
        breaker = CircuitBreaker.<Rate>builder().handleIf(e -> isFailure(e))
                .withFailureThreshold(config.breakerFailures()).withSuccessThreshold(1)
                .withDelay(config.breakerDelay()).onOpen(e -> opened.set(true))
                .onHalfOpen(e -> LOG.debug("upstream_circuit_half_open", out -> out.text("provider", name)))
                .onClose(e -> LOG.debug("upstream_circuit_closed", out -> out.text("provider", name))).build();
        RetryPolicy<Rate> retry = RetryPolicy.<Rate>builder()
                .handleIf(e -> e instanceof SourceException failed && failed.isRetryable())
                .withMaxRetries(config.retries())
                .withBackoff(FIRST_BACKOFF, LONGEST_BACKOFF).withJitter(JITTER).build();
        calls = Failsafe.with(breaker, retry);
        places = new Semaphore(config.callsAtOnce());
        this.metrics = new SourceMetrics(metrics, name);
        this.metrics.breaker(breaker);
        this.metrics.callsAtOnce(config.callsAtOnce(), places);
    }

    String name() {
        return name;
    }

    /** How long the source must not be called; zero if it may be called now. */
    Duration pause() {
        long limited = Math.max(0, pausedUntil - System.nanoTime());
        Duration open = breaker.isOpen() ? breaker.getRemainingDelay() : Duration.ZERO;
        return open.toNanos() > limited ? open : Duration.ofNanos(limited);
    }

    /** As a person is shown it. */
    SourceState state() {
        return new SourceState(name, health.works(), health.since(), breaker.getState().name().toLowerCase(Locale.ROOT),
                lastCalls.newestFirst());
    }

    /** Counts that the source was not asked, since it is to be left alone. */
    void passedOver() {
        notAsked(breaker.isOpen() ? CallOutcome.CIRCUIT_OPEN : CallOutcome.PAUSED, "to be left alone for a while");
    }

    /**
     * @param deadline by {@link System#nanoTime()}
     * @throws UnknownCurrency if the source does not know the currency
     * @throws SourceException if it has no answer
     */
    Rate ask(String currency, long deadline) {
        if (!places.tryAcquire()) {
            throw notAsked(CallOutcome.REJECTED, "as many calls in flight as allowed");
        }
        try {
            Rate rate = calls.get(attempt -> call(currency, deadline, attempt.isRetry()));
            health.worked();
            return rate;
        } catch (UnknownCurrency e) {
            health.worked();
            throw e;
        } catch (SourceException e) {
            failed(e, currency);
            throw e;
        } catch (CircuitBreakerOpenException e) {
            throw notAsked(CallOutcome.CIRCUIT_OPEN, "half open, and another call tries it");
        } finally {
            places.release();
        }
    }

    private SourceException notAsked(CallOutcome outcome, String reason) {
        metrics.ended(outcome);
        LOG.debug("upstream_not_asked", out -> out.text("provider", name).text("outcome", outcome.toString())
                .text("reason", reason));
        return SourceException.of(outcome, "not asked: " + reason);
    }

    /** What a call and its retries came to. */
    private void failed(SourceException e, String currency) {
        String url = client.url(currency);
        health.failed(e, url);
        if (e.outcome() == CallOutcome.RATE_LIMITED) {
            Duration pause = e.pause().orElse(config.breakerDelay());
            pausedUntil = System.nanoTime() + pause.toNanos();
            health.leftAlone("upstream_rate_limited", e, url, pause);
        }
        if (opened.getAndSet(false)) {
            health.leftAlone("upstream_circuit_opened", e, url, config.breakerDelay());
        }
    }

    private Rate call(String currency, long deadline, boolean again) {
        long start = System.nanoTime();
        Duration left = Duration.ofNanos(deadline - start);
        if (!left.isPositive()) {
            throw SourceException.of(CallOutcome.TIMEOUT, "not asked again: the time is over");
        }
        if (again) {
            metrics.triedAgain();
        }
        Duration limit = left.compareTo(config.callTimeout()) < 0 ? left : config.callTimeout();
        CallOutcome outcome = CallOutcome.INVALID_ANSWER;
        SourceException failure = null;
        try {
            Rate rate = Failsafe.with(Timeout.<Rate>builder(limit).withInterrupt().build())
                    .get(() -> client.ask(currency));
            outcome = CallOutcome.SUCCESS;
            return rate;
        } catch (TimeoutExceededException e) {
            outcome = CallOutcome.TIMEOUT;
            failure = SourceException.of(outcome, "no whole answer within " + limit.toMillis() + " ms");
            throw failure;
        } catch (UnknownCurrency e) {
            outcome = CallOutcome.UNKNOWN_CURRENCY;
            throw e;
        } catch (SourceException e) {
            outcome = e.outcome();
            failure = e;
            throw e;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            metrics.took(took);
            metrics.ended(outcome);
            lastCalls.add(new SourceState.Call(clock.instant(), outcome.toString(), took,
                    failure == null ? null : failure.getMessage()));
            LOG.debug("upstream_attempt", new Attempt(name, client, currency, limit, outcome, failure, took));
        }
    }

    /** Neither a busy source nor an unknown currency is a failure. */
    private static boolean isFailure(Throwable thrown) {
        return thrown instanceof SourceException failed && failed.outcome() != CallOutcome.RATE_LIMITED;
    }
}
