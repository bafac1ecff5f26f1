package com.dataenginex.external;

import com.dataenginex.log.Log;
import com.dataenginex.tracing.SpanStarter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Caches rates for a few seconds. Concurrent requests for one currency share one fetch from the sources, which
 * continues even if the request that started it is gone. A failure is cached for a moment too. While all sources fail,
 * the last good rate is used for some time. Thread-safe.
 */
final class RateCache implements AutoCloseable {
    private static final Log LOG = Log.of(RateCache.class);
    /** The share of the total time after which a fetch ends by itself, so that waiting requests learn why it failed. */
    private static final double FETCH = 0.95;

    private final RateSources rates;
    private final ExternalDataConfig config;
    /** At most 26³: a code has three letters. */
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final LongAdder waiting = new LongAdder();
    private final ExecutorService fetches = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("rate-", 0).factory());

    /** What is known of a currency: the last good rate, and the newest fetch. */
    private record Slot(Rate good, Fetch newest) {
    }

    /** One fetch, shared by all requests that arrive while it runs. */
    private static final class Fetch {
        private final CompletableFuture<Rate> result = new CompletableFuture<>();
        /** The span of the request that started it, whose children its calls are. */
        private final SpanContext asker = Span.current().getSpanContext();
        /** When the request that started it came; no other caller's moment but by chance. */
        private final long startedFor;
        private volatile long endedNanos;

        private Fetch(long startedFor) {
            this.startedFor = startedFor;
        }

        private boolean isRunning() {
            return !result.isDone();
        }

        /** The first result counts: one that comes after the callers have given up changes nothing. */
        private void landed(Rate rate) {
            end(() -> result.complete(rate));
        }

        private void failed(RuntimeException failure) {
            end(() -> result.completeExceptionally(failure));
        }

        private synchronized void end(Runnable complete) {
            if (isRunning()) {
                endedNanos = System.nanoTime();
                complete.run();
            }
        }
    }

    /** A rate, and how it was found. */
    record Hit(Rate rate, Freshness freshness) {
    }

    RateCache(RateSources rates, ExternalDataConfig config) {
        this.rates = rates;
        this.config = config;
    }

    /**
     * @throws UnknownCurrency if no source knows the currency
     * @throws RatesUnavailable if no source has an answer, and none stands in
     */
    Hit rate(String currency) throws InterruptedException {
        long came = System.nanoTime();
        Slot slot = slots.compute(currency, (code, old) -> isUsable(old) ? old : started(code, old, came));
        Fetch fetch = slot.newest();
        link(fetch);
        say(fetch, currency, came);
        boolean waits = fetch.isRunning();
        if (waits) {
            waiting.increment();
        }
        try {
            Rate rate = fetch.result.get(config.totalTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Hit(rate, fetch.endedNanos - came > 0 ? Freshness.FETCHED : Freshness.CACHED);
        } catch (TimeoutException e) {
            // The fetch hangs where it cannot be interrupted, as in a name look-up: abandon it.
            RatesUnavailable late = RatesUnavailable.late(config.failureFor(), "the fetch does not end");
            fetch.failed(late);
            return standIn(currency, slot, late);
        } catch (ExecutionException e) {
            RuntimeException failure = (RuntimeException) e.getCause();
            if (failure instanceof UnknownCurrency) {
                throw failure;
            }
            return standIn(currency, slot, failure);
        } finally {
            if (waits) {
                waiting.decrement();
            }
        }
    }

    /** A hit may be that of a failure, which is given again for a moment too. */
    private static void say(Fetch fetch, String currency, long came) {
        if (fetch.startedFor == came) {
            LOG.debug("rate_cache_miss", out -> out.text("currency", currency));
        } else if (fetch.endedNanos - came > 0 || fetch.isRunning()) {
            LOG.debug("rate_cache_joined",
                    out -> out.text("currency", currency).seconds("fetch_age_seconds", came - fetch.startedFor));
        } else {
            LOG.debug("rate_cache_hit",
                    out -> out.text("currency", currency).seconds("age_seconds", came - fetch.endedNanos)
                            .flag("failure", fetch.result.isCompletedExceptionally()));
        }
    }

    /** Callers that wait for a fetch now. */
    long waiting() {
        return waiting.sum();
    }

    /** Who waits for another request's fetch is led to it: there the calls are. */
    private static void link(Fetch fetch) {
        Span waiting = Span.current();
        if (fetch.isRunning() && fetch.asker.isValid() && !fetch.asker.equals(waiting.getSpanContext())) {
            waiting.addLink(fetch.asker);
        }
    }

    @Override
    public void close() {
        fetches.shutdownNow();
    }

    private boolean isUsable(Slot slot) {
        if (slot == null) {
            return false;
        }
        Fetch fetch = slot.newest();
        if (fetch.isRunning()) {
            return true;
        }
        return System.nanoTime() - fetch.endedNanos < usableFor(fetch).toNanos();
    }

    private Duration usableFor(Fetch fetch) {
        if (!fetch.result.isCompletedExceptionally()) {
            return config.freshFor();
        }
        return fetch.result.exceptionNow() instanceof UnknownCurrency ? config.unknownFor() : config.failureFor();
    }

    private Slot started(String currency, Slot old, long came) {
        Rate good = old == null ? null : good(old);
        Fetch fetch = new Fetch(came);
        long deadline = System.nanoTime() + (long) (config.totalTimeout().toNanos() * FETCH);
        run(fetch, SpanStarter.carry(() -> {
            try {
                fetch.landed(rates.ask(currency, deadline));
            } catch (RuntimeException e) {
                fetch.failed(e);
            } catch (Error e) {
                fetch.failed(new IllegalStateException(e));
                throw e;
            }
        }));
        return new Slot(good, fetch);
    }

    private void run(Fetch fetch, Runnable work) {
        try {
            fetches.execute(work);
        } catch (RejectedExecutionException e) {
            // The service stops, and this request has outlived its deadline.
            fetch.failed(RatesUnavailable.paused(config.failureFor(), "the service stops"));
        }
    }

    private static Rate good(Slot slot) {
        CompletableFuture<Rate> result = slot.newest().result;
        return result.isDone() && !result.isCompletedExceptionally() ? result.join() : slot.good();
    }

    private Hit standIn(String currency, Slot slot, RuntimeException failure) {
        if (slot.good() != null && slot.good().ageNanos() < config.staleFor().toNanos()) {
            long age = slot.good().ageNanos();
            LOG.debug("rate_cache_stale", out -> out.text("currency", currency).seconds("age_seconds", age)
                    .text("reason", failure.getMessage()));
            return new Hit(slot.good(), Freshness.STALE);
        }
        throw failure;
    }
}
