package com.dataenginex.external;

import com.dataenginex.tracing.SpanStarter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * RateSources that are a few seconds old are given again. Of those who ask for a currency at once, the first starts the
 * one flight to the sources, and all wait for it; it goes on if the first one leaves. A failure, too, is given again
 * for a moment. When the sources fail, the last good rate stands in for a while. Thread-safe.
 */
final class RateCache implements AutoCloseable {
    /** Part of the total time after which a flight ends by itself, so that those who wait learn why. */
    private static final double FLIGHT = 0.95;

    private final RateSources rates;
    private final ExternalDataConfig config;
    /** At most 26³: a code has three letters. */
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final ExecutorService flights = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("rate-", 0).factory());

    /** What is known of a currency: the last good rate, and the newest flight. */
    private record Slot(Rate good, Flight newest) {
    }

    /** One question to the sources. */
    private static final class Flight {
        private final CompletableFuture<Rate> result = new CompletableFuture<>();
        private volatile long endedNanos;

        private boolean isRunning() {
            return !result.isDone();
        }

        private void landed(Rate rate) {
            endedNanos = System.nanoTime();
            result.complete(rate);
        }

        private void failed(RuntimeException failure) {
            endedNanos = System.nanoTime();
            result.completeExceptionally(failure);
        }
    }

    /** How a caller got a rate. */
    enum Found {
        FETCHED,
        CACHED,
        STALE
    }

    /** A rate, and how it was found. */
    record Hit(Rate rate, Found found) {
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
        Slot slot = slots.compute(currency, (code, old) -> isUsable(old) ? old : started(code, old));
        Flight flight = slot.newest();
        try {
            Rate rate = flight.result.get(config.totalTimeout().toNanos(), TimeUnit.NANOSECONDS);
            return new Hit(rate, flight.endedNanos - came > 0 ? Found.FETCHED : Found.CACHED);
        } catch (TimeoutException e) {
            // The flight's thread is held up where nothing can interrupt it (a name look-up): leave it behind.
            RatesUnavailable late = RatesUnavailable.late(config.failureFor());
            flight.failed(late);
            return standIn(slot, late);
        } catch (ExecutionException e) {
            RuntimeException failure = (RuntimeException) e.getCause();
            if (failure instanceof UnknownCurrency) {
                throw failure;
            }
            return standIn(slot, failure);
        }
    }

    @Override
    public void close() {
        flights.shutdownNow();
    }

    private boolean isUsable(Slot slot) {
        if (slot == null) {
            return false;
        }
        Flight flight = slot.newest();
        if (flight.isRunning()) {
            return true;
        }
        return System.nanoTime() - flight.endedNanos < usableFor(flight).toNanos();
    }

    private Duration usableFor(Flight flight) {
        if (!flight.result.isCompletedExceptionally()) {
            return config.freshFor();
        }
        return flight.result.exceptionNow() instanceof UnknownCurrency ? config.unknownFor() : config.failureFor();
    }

    private Slot started(String currency, Slot old) {
        Rate good = old == null ? null : good(old);
        Flight flight = new Flight();
        long deadline = System.nanoTime() + (long) (config.totalTimeout().toNanos() * FLIGHT);
        flights.execute(SpanStarter.carry(() -> {
            try {
                flight.landed(rates.ask(currency, deadline));
            } catch (RuntimeException e) {
                flight.failed(e);
            } catch (Error e) {
                flight.failed(new IllegalStateException(e));
                throw e;
            }
        }));
        return new Slot(good, flight);
    }

    private static Rate good(Slot slot) {
        CompletableFuture<Rate> result = slot.newest().result;
        return result.isDone() && !result.isCompletedExceptionally() ? result.join() : slot.good();
    }

    private Hit standIn(Slot slot, RuntimeException failure) {
        if (slot.good() != null && slot.good().ageNanos() < config.staleFor().toNanos()) {
            return new Hit(slot.good(), Found.STALE);
        }
        throw failure;
    }
}
