package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * The streams that are open: no more than a limit of their own, and all of them told to end when the
 * service stops. Thread-safe.
 */
public final class Streams {
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "5");

    private final Semaphore places;
    private final Map<Exchange, Runnable> open = new ConcurrentHashMap<>();
    private final LongAdder closed = new LongAdder();
    private volatile boolean ending;

    public Streams(int maxStreams) {
        places = new Semaphore(maxStreams);
    }

    /**
     * Takes a place for a stream until its exchange ends; to be called before the first byte.
     *
     * @param end asks the stream to end soon; may be called from another thread, and twice
     * @throws ProblemException with 503 if all places are taken, or the service is stopping
     */
    public void open(Exchange exchange, Runnable end) {
        if (ending || !places.tryAcquire()) {
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE,
                    "The service has as many streams open as it takes; try again.", RETRY_AFTER));
        }
        open.put(exchange, end);
        exchange.observe(this::ended);
        if (ending && open.containsKey(exchange)) {
            end.run();
        }
    }

    /** Asks every stream to end, and lets no new one begin. */
    public void endAll() {
        ending = true;
        open.values().forEach(Runnable::run);
    }

    /** Streams that are open now. */
    public long open() {
        return open.size();
    }

    /** Streams that have ended since the start. */
    public long closed() {
        return closed.sum();
    }

    private void ended(Exchange exchange) {
        if (open.remove(exchange) != null) {
            places.release();
            closed.increment();
        }
    }
}
