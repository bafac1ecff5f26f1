package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers 503 at once when more than so many requests are in flight, instead of letting all of them become
 * slow. Some endpoints are exempt, and a stream gives its place back when it begins.
 */
public final class AdmissionFilter implements Filter, ExchangeObserver {
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "1");

    private final int maxConcurrentRequests;
    private final Semaphore places;
    private final LongAdder rejected = new LongAdder();

    public AdmissionFilter(int maxConcurrentRequests) {
        this.maxConcurrentRequests = maxConcurrentRequests;
        this.places = new Semaphore(maxConcurrentRequests);
    }

    /** Requests in flight at once before further ones are refused. */
    public int limit() {
        return maxConcurrentRequests;
    }

    /** Requests refused since the start. */
    public long rejected() {
        return rejected.sum();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        if (!exchange.endpoint().isExempt()) {
            if (!places.tryAcquire()) {
                rejected.increment();
                throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE,
                        "The service has as many requests in flight as it takes; try again.", RETRY_AFTER));
            }
            exchange.observe(this);
        }
        chain.proceed();
    }

    /** The request gives its place back when its response has begun. */
    @Override
    public void responded(Exchange exchange) {
        places.release();
    }

    @Override
    public void ended(Exchange exchange) {
        // Given back already.
    }
}
