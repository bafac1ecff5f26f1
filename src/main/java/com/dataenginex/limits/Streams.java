package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.InFlight;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits how many streams are open, interrupts a write that exceeds its deadline, and ends all streams at the stop. Thread-safe.
 */
public final class Streams implements AutoCloseable {
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "5");
    /** What a write may take once the service stops. */
    private static final Duration LAST_WRITE = Duration.ofMillis(500);
    /** A stalled write is found this much later than its deadline at the latest. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final int maxStreams;
    private final Semaphore places;
    private final LongAdder rejected = new LongAdder();
    private final Map<Exchange, OpenStream> open = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight();
    private final LongAdder closed = new LongAdder();
    private final Thread watch = Thread.ofVirtual().name("stream-watch").unstarted(this::watch);
    private volatile Duration writeDeadline;
    private volatile boolean ending;
    private volatile boolean stopped;

    /** @param writeDeadline how long one write may wait for a client that does not read */
    public Streams(int maxStreams, Duration writeDeadline) {
        this.maxStreams = maxStreams;
        this.places = new Semaphore(maxStreams);
        this.writeDeadline = writeDeadline;
    }

    public void start() {
        watch.start();
    }

    /**
     * Takes a place for a stream until its exchange ends; to be called before the first byte, on the thread
     * that will write.
     *
     * @throws ProblemException with 503 if all places are taken, or the service is stopping
     * @throws IllegalStateException if the exchange's endpoint is not registered as one whose responses are streams
     */
    public OpenStream open(Exchange exchange) {
        if (!exchange.endpoint().isStream()) {
            throw new IllegalStateException(exchange.template() + " is not registered with stream()");
        }
        if (ending || !places.tryAcquire()) {
            rejected.increment();
            throw new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE,
                    ending
                            ? "The service is stopping."
                            : "The service has as many streams open as it takes; try again.",
                    RETRY_AFTER));
        }
        OpenStream stream = new OpenStream(exchange);
        open.put(exchange, stream);
        inFlight.begun();
        exchange.observe(this::ended);
        if (ending) {
            stream.end();
        }
        return stream;
    }

    /** Asks every stream to end, and lets no new one begin. */
    public void endAll() {
        ending = true;
        if (LAST_WRITE.compareTo(writeDeadline) < 0) {
            writeDeadline = LAST_WRITE;
        }
        open.values().forEach(OpenStream::end);
    }

    /** Streams that are open now. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** Streams open at once before further ones are refused. */
    public int limit() {
        return maxStreams;
    }

    /** Streams refused since the start, because of the limit or because the service stops. */
    public long rejected() {
        return rejected.sum();
    }

    /** Streams that have ended since the start. */
    public long closed() {
        return closed.sum();
    }

    /** Ends the watch over the writes. */
    @Override
    public void close() {
        stopped = true;
    }

    /** One thread looks at all streams, so that a write costs no timer. */
    private void watch() {
        while (!stopped) {
            long limit = writeDeadline.toNanos();
            open.values().forEach(stream -> stream.cutIfStalled(limit));
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void ended(Exchange exchange) {
        if (open.remove(exchange) != null) {
            places.release();
            inFlight.ended();
            closed.increment();
        }
    }
}
