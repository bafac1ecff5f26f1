package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import io.helidon.webserver.ServerConnectionException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream: it waits until its next event is due or it is told to end, and writes within a deadline.
 * Written by its own thread; {@link #end} and {@link #cutIfStalled} are for others.
 */
public final class OpenStream {
    private static final long IDLE = 0;
    private static final long CUT = -1;
    private static final long ORIGIN = System.nanoTime();

    private final Exchange exchange;
    private final Thread writer = Thread.currentThread();
    private final CountDownLatch ending = new CountDownLatch(1);
    /** When the write under way began, in nanoseconds from {@link #ORIGIN}, or one of the two constants. */
    private final AtomicLong writingSince = new AtomicLong(IDLE);

    OpenStream(Exchange exchange) {
        this.exchange = exchange;
    }

    /** Whether the stream was told to end. */
    public boolean isEnding() {
        return ending.getCount() == 0;
    }

    /**
     * Waits until {@code nanoTime} of {@link System#nanoTime()}, or until the stream is told to end.
     *
     * @throws InterruptedException if the service cuts off what is still under way
     */
    public void awaitUntil(long nanoTime) throws InterruptedException {
        ending.await(nanoTime - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /**
     * Writes. A client that takes nothing for longer than the deadline is cut off: the interrupt closes its
     * socket, as it does for any virtual thread in a socket's write.
     *
     * @throws ServerConnectionException if the client has gone, or was cut off
     */
    public void write(Runnable write) {
        long since = elapsed();
        writingSince.set(since);
        try {
            write.run();
        } finally {
            if (!writingSince.compareAndSet(since, IDLE)) {
                exchange.stalled();
                // Also where the write has ended in the moment of the cut: the interrupt is on its way.
                throw new ServerConnectionException("cut off", new InterruptedIOException("the client does not read"));
            }
        }
    }

    void end() {
        ending.countDown();
    }

    void cutIfStalled(long limitNanos) {
        long since = writingSince.get();
        if (since > 0 && elapsed() - since > limitNanos && writingSince.compareAndSet(since, CUT)) {
            writer.interrupt();
        }
    }

    private static long elapsed() {
        return System.nanoTime() - ORIGIN + 1;
    }
}
