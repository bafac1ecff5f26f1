package com.dataenginex.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Many streams at once, and how late their events are. */
public final class StreamLoad implements AutoCloseable {
    private final List<EventReader> readers = new ArrayList<>();

    /** Opens them a little apart: their connections are not what is measured. */
    public StreamLoad(int port, int streams, String path) {
        for (int i = 0; i < streams; i++) {
            readers.add(EventReader.open(port, path));
            LockSupport.parkNanos(500_000);
        }
    }

    public List<EventReader> readers() {
        return readers;
    }

    public void awaitEnd() {
        readers.forEach(EventReader::awaitEnd);
    }

    /**
     * How late each event was, sorted: against its own moment, counted from the event of its stream that was least
     * late.
     */
    public long[] latenessNanos(Duration interval) {
        return readers.stream().flatMapToLong(reader -> {
            List<EventReader.Event> events = reader.named();
            long[] offsets = new long[events.size()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = events.get(i).nanos() - i * interval.toNanos();
            }
            long least = Arrays.stream(offsets).min().orElse(0);
            return Arrays.stream(offsets).map(offset -> offset - least);
        }).sorted().toArray();
    }

    /** @param sorted ascending */
    public static Duration percentile(long[] sorted, double share) {
        return Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1L, Math.floor(sorted.length * share))]);
    }

    /** Sends {@code GET /} again and again, a pause between two, and returns how long each took, sorted. */
    public static long[] requests(int port, int count, Duration pause) {
        long[] nanos = new long[count];
        RawClient client = new RawClient(port);
        try (RawClient.Connection connection = client.connect()) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                connection.get("/");
                nanos[i] = System.nanoTime() - start;
                LockSupport.parkNanos(pause.toNanos());
            }
        }
        Arrays.sort(nanos);
        return nanos;
    }

    @Override
    public void close() {
        readers.forEach(EventReader::close);
    }
}
