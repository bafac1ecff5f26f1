package com.dataenginex.limits;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One stream: it waits until its next event is due or it is told to end; {@link #end} is for others. */
public final class OpenStream {
    private final CountDownLatch ending = new CountDownLatch(1);

    OpenStream() {
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

    void end() {
        ending.countDown();
    }
}
