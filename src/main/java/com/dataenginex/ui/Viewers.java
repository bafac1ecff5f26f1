package com.dataenginex.ui;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Those who follow what happens: a few at once, until they leave or the service drains. Thread-safe. */
final class Viewers {
    static final int MOST = 8;
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "5");

    private final Semaphore places = new Semaphore(MOST);
    private final CountDownLatch ending = new CountDownLatch(1);

    /**
     * Takes a place until the exchange ends.
     *
     * @throws ProblemException with 503 if all are taken, or the service is stopping
     */
    void add(Exchange exchange) {
        if (isEnding() || !places.tryAcquire()) {
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE,
                    isEnding() ? "The service is stopping." : "As many as " + MOST + " follow already; try again.",
                    RETRY_AFTER));
        }
        exchange.observe(ended -> places.release());
    }

    /** Waits so long, or until the viewers are asked to leave. */
    void await(long nanos) throws InterruptedException {
        ending.await(nanos, TimeUnit.NANOSECONDS);
    }

    boolean isEnding() {
        return ending.getCount() == 0;
    }

    /** Asks all to leave, and lets no new one come. */
    void endAll() {
        ending.countDown();
    }
}
