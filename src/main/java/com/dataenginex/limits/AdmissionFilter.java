package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers 503 at once when too many requests are in flight, instead of letting all of them become slow. Some endpoints
 * are exempt, scrapes have a limit of their own, and a stream gives its place back when it begins.
 */
public final class AdmissionFilter implements Filter {
    private static final Log LOG = Log.of(AdmissionFilter.class);
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");

    /** A scrape costs as much as ten requests, and no limit on requests holds it back. */
    private static final int SCRAPES = 4;
    /** Prometheus waits ten seconds; a scrape that is not read loses its place after one. */
    private static final long SCRAPE_PATIENCE_MILLIS = 5_000;

    private final int maxConcurrentRequests;
    private final Places requests;
    private final Places scrapes = new Places("scrapes", SCRAPES, SCRAPE_PATIENCE_MILLIS);

    public AdmissionFilter(int maxConcurrentRequests) {
        this.maxConcurrentRequests = maxConcurrentRequests;
        this.requests = new Places("requests", maxConcurrentRequests, 0);
    }

    /** Requests in flight at once before further ones are refused. */
    public int limit() {
        return maxConcurrentRequests;
    }

    /** Requests refused since the start, scrapes not among them. */
    public long rejected() {
        return requests.rejected.sum();
    }

    /** Scrapes refused since the start. */
    public long rejectedScrapes() {
        return scrapes.rejected.sum();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        if (exchange.endpoint().isScrape()) {
            admit(exchange, scrapes, "The metrics are being collected by as many as may do so at once; try again.");
        } else if (!exchange.endpoint().isExempt()) {
            admit(exchange, requests, "The service has as many requests in flight as it takes; try again.");
        }
        chain.proceed();
    }

    private static void admit(Exchange exchange, Places places, String refusal) {
        if (!places.acquire()) {
            places.rejected.increment();
            LOG.debug("request_refused", out -> out.text("limited", places.name).number("limit", places.count));
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE, refusal, RETRY_AFTER));
        }
        exchange.observe(places);
        int inUse = places.count - places.free.availablePermits();
        LOG.debug("request_admitted", out -> out.text("limited", places.name).number("in_use", inUse)
                .number("limit", places.count));
    }

    /** Places for what is in flight; each is given back when its response has begun. */
    private static final class Places implements ExchangeObserver {
        private final String name;
        private final int count;
        private final Semaphore free;
        private final long patienceMillis;
        private final LongAdder rejected = new LongAdder();

        /** @param patienceMillis how long to wait for a place, in the order of coming; 0 for not at all */
        Places(String name, int count, long patienceMillis) {
            this.name = name;
            this.count = count;
            this.free = new Semaphore(count, patienceMillis > 0);
            this.patienceMillis = patienceMillis;
        }

        boolean acquire() {
            if (patienceMillis == 0) {
                return free.tryAcquire();
            }
            try {
                return free.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void responded(Exchange exchange) {
            free.release();
        }

        @Override
        public void ended(Exchange exchange) {
            // Given back already.
        }
    }
}
