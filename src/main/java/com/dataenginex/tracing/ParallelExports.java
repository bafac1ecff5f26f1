package com.dataenginex.tracing;

import com.dataenginex.otlp.Encoded;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets the batch processor continue while earlier batches are still being sent. By itself it waits for the collector's
 * response to each batch, and under full load falls so far behind that its queue overflows.
 */
final class ParallelExports implements SpanExporter {
    private static final int AT_ONCE = 4;
    /** In one message, of the 4 MiB that a gRPC receiver takes by default; an exporter would send one that is too large again and again. */
    private static final int MOST_BYTES = 3 << 20;

    private final SpanExporter exporter;
    private final SpanRoom room;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<CompletableResultCode> inFlight = ConcurrentHashMap.newKeySet();

    /** @param room that the spans have taken */
    ParallelExports(SpanExporter exporter, SpanRoom room) {
        this.exporter = exporter;
        this.room = room;
    }

    /** Returns success as soon as all of them are on their way; waits while as many messages as allowed are. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        // The processor reuses its list.
        export(List.copyOf(spans), 0);
        return CompletableResultCode.ofSuccess();
    }

    private void export(List<SpanData> all, int from) {
        int to = end(all, from);
        try {
            send(from == 0 && to == all.size() ? all : all.subList(from, to));
        } finally {
            if (to < all.size()) {
                export(all, to);
            }
        }
    }

    /** Of the spans from here on that one message has room for; one at least, if there is any. */
    private static int end(List<SpanData> all, int from) {
        int bytes = 0;
        for (int i = from; i < all.size(); i++) {
            bytes += all.get(i) instanceof Encoded encoded ? encoded.length() : 0;
            if (bytes > MOST_BYTES && i > from) {
                return i;
            }
        }
        return all.size();
    }

    private void send(List<SpanData> batch) {
        places.acquireUninterruptibly();
        room.sent(batch);
        CompletableResultCode result;
        try {
            result = exporter.export(batch);
        } catch (RuntimeException | Error e) {
            room.gone(batch);
            places.release();
            throw e;
        }
        inFlight.add(result);
        result.whenComplete(() -> {
            inFlight.remove(result);
            room.gone(batch);
            places.release();
        });
    }

    @Override
    public CompletableResultCode flush() {
        return CompletableResultCode.ofAll(List.copyOf(inFlight));
    }

    /** Waits for what is in flight, then closes the exporter. */
    @Override
    public CompletableResultCode shutdown() {
        CompletableResultCode closed = new CompletableResultCode();
        flush().whenComplete(() -> {
            CompletableResultCode last = exporter.shutdown();
            last.whenComplete(() -> {
                if (last.isSuccess()) {
                    closed.succeed();
                } else {
                    closed.fail();
                }
            });
        });
        return closed;
    }
}
