package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.InFlight;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Limits how many streams are open, and ends all of them at the stop. Thread-safe.
 */
public final class Streams {
    private static final Log LOG = Log.of(Streams.class);
    private static final Header RETRY_AFTER = HeaderValues.createCached(HeaderNames.RETRY_AFTER, "5");

    private final int maxStreams;
    private final Semaphore places;
    private final LongAdder rejected = new LongAdder();
    private final LongAdder rejectedByStop = new LongAdder();
    private final Map<Exchange, OpenStream> open = new ConcurrentHashMap<>();
    private final InFlight inFlight = new InFlight();
    private final LongAdder closed = new LongAdder();
    private volatile boolean ending;

    public Streams(int maxStreams) {
        this.maxStreams = maxStreams;
        this.places = new Semaphore(maxStreams);
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
        if (ending) {
            throw refused(rejectedByStop, "The service is stopping.");
        }
        if (!places.tryAcquire()) {
            throw refused(rejected, "The service has as many streams open as it takes; try again.");
        }
        OpenStream stream = new OpenStream();
        open.put(exchange, stream);
        inFlight.begun();
        exchange.observe(this::ended);
        if (ending) {
            stream.end();
        }
        return stream;
    }

    private ProblemException refused(LongAdder count, String detail) {
        count.increment();
        LOG.debug("stream_refused", out -> out.text("reason", detail).number("limit", maxStreams));
        return new ProblemException(Problem.of(ProblemType.SERVICE_UNAVAILABLE, detail, RETRY_AFTER));
    }

    /** Asks every stream to end, and lets no new one begin. */
    public void endAll() {
        ending = true;
        open.values().forEach(OpenStream::end);
    }

    /** Streams that are open now. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** Those that are open now; how many events each has had is as another thread sees it. */
    public List<Exchange> open() {
        return List.copyOf(open.keySet());
    }

    /** Streams open at once before further ones are refused. */
    public int limit() {
        return maxStreams;
    }

    /** Streams refused since the start because of the limit. */
    public long rejected() {
        return rejected.sum();
    }

    /** Streams refused because the service stops. */
    public long rejectedByStop() {
        return rejectedByStop.sum();
    }

    /** Streams that have ended since the start. */
    public long closed() {
        return closed.sum();
    }

    private void ended(Exchange exchange) {
        if (open.remove(exchange) != null) {
            places.release();
            inFlight.ended();
            closed.increment();
            long left = inFlight.count();
            LOG.debug("stream_ended", out -> out.number("stream_events", exchange.streamEvents())
                    .text("outcome", exchange.outcome().toString()).number("open", left).number("limit", maxStreams));
        }
    }
}
