package com.dataenginex.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Reads a service's stdout line by line and counts those of requests; it can stop to read for a while, and for good. */
public final class LineTap {
    private final LongAdder requestLines = new LongAdder();
    private final Lock reading = new ReentrantLock();
    private final BufferedReader lines;
    private volatile AssertionError broken;

    public LineTap(ServiceProcess service) {
        lines = service.process().inputReader();
        Thread.startVirtualThread(this::read);
    }

    private void read() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode entry = Lines.parse(line);
                if (entry.path("event").asText().startsWith("request_")
                        && !entry.path("path").asText().equals("/metrics")) {
                    requestLines.increment();
                }
                reading.lock();
                reading.unlock();
            }
        } catch (IOException e) {
            // The end of the pipe was closed.
        } catch (AssertionError e) {
            broken = e;
        }
    }

    /** Lines about requests but scrapes so far; each line was one JSON object. */
    public long requestLines() {
        if (broken != null) {
            throw broken;
        }
        return requestLines.sum();
    }

    /** From the thread that will call {@link #resume}. */
    public void pause() {
        reading.lock();
    }

    public void resume() {
        reading.unlock();
    }
}
