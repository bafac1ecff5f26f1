package com.dataenginex;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Reads a service's stdout line by line and counts those of requests; it can stop to read for a while, and for good. */
final class LineTap {
    private final LongAdder requestLines = new LongAdder();
    private final Lock reading = new ReentrantLock();
    private final BufferedReader lines;

    LineTap(ServiceProcess service) {
        lines = service.process().inputReader();
        Thread.startVirtualThread(this::read);
    }

    private void read() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Lines.parse(line).path("event").asText().startsWith("request_")) {
                    requestLines.increment();
                }
                reading.lock();
                reading.unlock();
            }
        } catch (IOException e) {
            // The end of the pipe was closed.
        }
    }

    /** Lines about requests so far; each was one JSON object. */
    long requestLines() {
        return requestLines.sum();
    }

    /** From the thread that will call {@link #resume}. */
    void pause() {
        reading.lock();
    }

    void resume() {
        reading.unlock();
    }
}
