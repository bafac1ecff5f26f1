package com.dataenginex.http;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests are in flight and were served, of all endpoints that are counted: what a stop waits for and reports, and
 * what metrics show. Thread-safe.
 */
public final class RequestTotals implements ExchangeObserver {
    private final InFlight inFlight = new InFlight();
    private final LongAdder served = new LongAdder();
    private final LongAdder errors = new LongAdder();

    /** Counts the exchange in flight until its response has begun. */
    void count(Exchange exchange) {
        inFlight.begun();
        exchange.observe(this);
    }

    @Override
    public void responded(Exchange exchange) {
        if (exchange.outcome() != ExchangeOutcome.REFUSED) {
            inFlight.ended();
        }
        served.increment();
        if (exchange.isServerError()) {
            errors.increment();
        }
    }

    @Override
    public void ended(Exchange exchange) {
        // Counted when its response began.
    }

    /** Requests in flight; streams that have begun are not among them. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** Requests whose response has begun, since the start. */
    public long served() {
        return served.sum();
    }

    /** Those of them that were answered with 5xx; a client's wrong HTTP version (505) is none. */
    public long serverErrors() {
        return errors.sum();
    }
}
