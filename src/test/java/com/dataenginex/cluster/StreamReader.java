package com.dataenginex.cluster;

import com.dataenginex.support.EventReader;
import com.dataenginex.support.EventReader.Event;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Reads one stream after the other, as {@code EventSource} does: after an end before the last event it goes on by its last id. */
final class StreamReader {
    private static final int COUNT = 20;
    private static final String PATH = "/api/insights?count=" + COUNT + "&interval=0.8";
    private static final Duration RECONNECT = Duration.ofMillis(200);

    private final InetSocketAddress server;
    private final Thread thread;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private volatile boolean stopped;
    private volatile long events;
    private volatile long complete;
    private volatile long goodbyes;
    private volatile long cut;
    private volatile long refused;

    StreamReader(InetSocketAddress server) {
        this.server = server;
        thread = Thread.ofVirtual().start(this::run);
    }

    void stop() {
        stopped = true;
    }

    void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long events() {
        return events;
    }

    /** Streams whose last event came. */
    long complete() {
        return complete;
    }

    /** Ends that the server announced. */
    long goodbyes() {
        return goodbyes;
    }

    /** Ends that it did not. */
    long cut() {
        return cut;
    }

    /** Tries to connect that nobody took. */
    long refused() {
        return refused;
    }

    /** Streams with an event missing, doubled or of another stream. */
    List<String> problems() {
        return problems;
    }

    private void run() {
        List<String> ids = new ArrayList<>();
        while (!stopped) {
            String[] headers = ids.isEmpty() ? new String[0] : new String[]{"Last-Event-ID: " + ids.getLast()};
            try (EventReader reader = EventReader.open(server, PATH, headers)) {
                while (!reader.hasEnded() && !stopped) {
                    LockSupport.parkNanos(RECONNECT.toNanos() / 4);
                }
                ended(reader, ids);
            } catch (UncheckedIOException e) {
                refused++;
            }
            check(ids);
            if (ids.size() >= COUNT) {
                complete++;
                ids.clear();
            } else {
                LockSupport.parkNanos(RECONNECT.toNanos());
            }
        }
    }

    private void ended(EventReader reader, List<String> ids) {
        boolean announced = false;
        for (Event event : reader.named()) {
            if (event.fields().get("event").equals("goodbye")) {
                announced = true;
            } else {
                ids.add(event.id());
                events++;
            }
        }
        if (announced) {
            goodbyes++;
        } else if (ids.size() < COUNT && !stopped) {
            cut++;
        }
    }

    /** Each event once, in order, and all of one stream, whichever pods they came from. */
    private void check(List<String> ids) {
        for (int i = 0; i < ids.size(); i++) {
            String seed = ids.getFirst().substring(0, ids.getFirst().indexOf('-') + 1);
            if (!ids.get(i).equals(seed + (i + 1))) {
                problems.add(ids.toString());
                ids.clear();
            }
        }
    }
}
