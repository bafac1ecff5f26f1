package com.dataenginex.scale;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * One simulated instance of the service: a connection for spans and one for log records, on each of them a batch once a
 * second or whenever one is full, as the service sends them: at most 1,024 spans or 512 records. A batch that is
 * refused is not sent again, which the service does.
 */
final class Instance implements AutoCloseable {
    private static final int MOST_SPANS = 1_024;
    private static final int MOST_RECORDS = 512;
    private static final long DELAY = TimeUnit.SECONDS.toNanos(1);
    private static final int DEADLINE_SECONDS = 10;

    private final RealTelemetry real;
    private final String id;
    private final String host;
    private final int port;
    private final Totals totals;
    private ManagedChannel forSpans;
    private ManagedChannel forRecords;
    private int next;

    /** What became of what all instances sent. */
    static final class Totals {
        final LongAdder spans = new LongAdder();
        final LongAdder records = new LongAdder();
        final LongAdder refusedSpans = new LongAdder();
        final LongAdder refusedRecords = new LongAdder();
        final LongAdder batches = new LongAdder();
    }

    Instance(RealTelemetry real, String id, String host, int port, Totals totals) {
        this.real = real;
        this.id = id;
        this.host = host;
        this.port = port;
        this.totals = totals;
    }

    /** Sends until {@code end}, in {@link System#nanoTime()}, and returns once the last answer is there. */
    void run(long start, long end, double spansPerSecond, double recordsPerSecond) throws InterruptedException {
        forSpans = channel();
        forRecords = channel();
        Thread records = Thread.ofVirtual()
                .start(() -> send(start, end, recordsPerSecond, MOST_RECORDS, this::sendRecords));
        send(start, end, spansPerSecond, MOST_SPANS, this::sendSpans);
        records.join();
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
    }

    private static void send(long start, long end, double perSecond, int most, IntConsumer batch) {
        if (perSecond <= 0) {
            return;
        }
        long pause = (long) Math.min(DELAY, most / perSecond * 1e9);
        // Not all instances in the same moment.
        long due = start + ThreadLocalRandom.current().nextLong(pause);
        double owed = 0;
        while (due < end) {
            LockSupport.parkNanos(due - System.nanoTime());
            if (System.nanoTime() < due) {
                continue;
            }
            owed += perSecond * pause / 1e9;
            if (owed >= 1) {
                batch.accept((int) owed);
                owed -= (int) owed;
            }
            due += pause;
            if (System.nanoTime() > end) {
                // What is late by now is not sent, and so is missing from the figures.
                return;
            }
        }
    }

    private void sendSpans(int count) {
        ResourceSpans.Builder resource = real.spans().toBuilder();
        resource.setResource(RealTelemetry.instance(resource.getResource(), id));
        List<Span> spans = real.spans().getScopeSpans(0).getSpansList();
        var scope = resource.getScopeSpansBuilder(0).clearSpans();
        long now = System.currentTimeMillis() * 1_000_000;
        for (int i = 0; i < count; i++) {
            Span span = spans.get(next++ % spans.size());
            scope.addSpans(span.toBuilder().setTraceId(random(16)).setSpanId(random(8)).setEndTimeUnixNano(now)
                    .setStartTimeUnixNano(now - span.getEndTimeUnixNano() + span.getStartTimeUnixNano()));
        }
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder().addResourceSpans(resource).build();
        totals.spans.add(count);
        totals.batches.increment();
        try {
            TraceServiceGrpc.newBlockingStub(forSpans).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .export(request);
        } catch (StatusRuntimeException e) {
            totals.refusedSpans.add(count);
        }
    }

    private void sendRecords(int count) {
        ResourceLogs.Builder resource = real.logs().toBuilder();
        resource.setResource(RealTelemetry.instance(resource.getResource(), id));
        List<LogRecord> records = real.logs().getScopeLogs(0).getLogRecordsList();
        var scope = resource.getScopeLogsBuilder(0).clearLogRecords();
        long now = System.currentTimeMillis() * 1_000_000;
        for (int i = 0; i < count; i++) {
            scope.addLogRecords(records.get(i % records.size()).toBuilder().setTraceId(random(16)).setSpanId(random(8))
                    .setTimeUnixNano(now).setObservedTimeUnixNano(now));
        }
        ExportLogsServiceRequest request = ExportLogsServiceRequest.newBuilder().addResourceLogs(resource).build();
        totals.records.add(count);
        totals.batches.increment();
        try {
            LogsServiceGrpc.newBlockingStub(forRecords).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .export(request);
        } catch (StatusRuntimeException e) {
            totals.refusedRecords.add(count);
        }
    }

    private static ByteString random(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            buffer.putLong(ThreadLocalRandom.current().nextLong());
        }
        return ByteString.copyFrom(buffer.flip());
    }

    @Override
    public void close() {
        if (forSpans != null) {
            forSpans.shutdownNow();
            forRecords.shutdownNow();
        }
    }
}
