package com.dataenginex.helidon;

import com.dataenginex.http.Exchange;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.webserver.ServerConnectionException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to one connection what {@link ResponseShape} leaves of a response. A client that reads nothing for longer than the deadline
 * is disconnected: the interrupt closes its socket, as it does for any virtual thread in a socket's write. Made and
 * used by the connection's own thread; {@link #cutIfStalled} is for another one.
 */
final class GuardedWriter implements DataWriter {
    private static final long IDLE = 0;
    private static final long CUT = -1;
    private static final long SCRAPE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ORIGIN = System.nanoTime();

    private final DataWriter writer;
    private final Thread thread = Thread.currentThread();
    /** When the write under way began, in nanoseconds from {@link #ORIGIN}, or one of the two constants. */
    private final AtomicLong writingSince = new AtomicLong(IDLE);
    private volatile boolean stream;
    private volatile boolean scrape;
    private final ResponseShape shape;

    GuardedWriter(DataWriter writer, ResponseShape shape) {
        this.writer = writer;
        this.shape = shape;
    }

    @Override
    public void write(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            write(buffer);
        }
    }

    @Override
    public void write(BufferData buffer) {
        Exchange exchange = Exchange.current();
        BufferData allowed = shape.of(buffer, exchange);
        if (allowed == null) {
            return;
        }
        long since = begin(exchange);
        try {
            writer.write(allowed);
        } finally {
            end(since);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        Exchange exchange = Exchange.current();
        BufferData allowed = shape.of(buffer, exchange);
        if (allowed == null) {
            return;
        }
        long since = begin(exchange);
        try {
            writer.writeNow(allowed);
        } finally {
            end(since);
        }
    }

    @Override
    public void flush() {
        long since = begin(Exchange.current());
        try {
            writer.flush();
        } finally {
            end(since);
        }
    }

    @Override
    public void close() {
        writer.close();
    }

    private long begin(Exchange exchange) {
        stream = exchange != null && exchange.isStream();
        scrape = exchange != null && exchange.endpoint().isScrape();
        long since = elapsed();
        writingSince.set(since);
        return since;
    }

    private void end(long since) {
        if (!writingSince.compareAndSet(since, IDLE)) {
            Exchange exchange = Exchange.current();
            if (exchange != null) {
                exchange.stalled();
            }
            // Also where the write has ended in the moment of the cut: the interrupt is on its way.
            throw new ServerConnectionException("cut off", new InterruptedIOException("the client does not read"));
        }
    }

    /** Whether the connection has ended, and its thread with it. */
    boolean isOver() {
        return !thread.isAlive();
    }

    void cutIfStalled(long limitNanos, long streamLimitNanos) {
        long since = writingSince.get();
        if (since > 0 && elapsed() - since > limit(limitNanos, streamLimitNanos)
                && writingSince.compareAndSet(since, CUT)) {
            thread.interrupt();
        }
    }

    /** A scrape that nobody reads holds one of few places. */
    private long limit(long limitNanos, long streamLimitNanos) {
        return stream ? streamLimitNanos : scrape ? Math.min(limitNanos, SCRAPE_NANOS) : limitNanos;
    }

    private static long elapsed() {
        return System.nanoTime() - ORIGIN + 1;
    }
}
