package com.dataenginex.tracing;

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

    private final SpanExporter exporter;
    private final SpanRoom room;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Set<CompletableResultCode> inFlight = ConcurrentHashMap.newKeySet();

    /** @param room that the spans have taken */
    ParallelExports(SpanExporter exporter, SpanRoom room) {
        this.exporter = exporter;
        this.room = room;
    }

    /** Returns success as soon as the batch is on its way; waits while as many as allowed are. */
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        places.acquireUninterruptibly();
        // The processor reuses its list.
        List<SpanData> batch = List.copyOf(spans);
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
        return CompletableResultCode.ofSuccess();
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
