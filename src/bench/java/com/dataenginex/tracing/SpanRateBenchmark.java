package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Exchanges;
import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** CPU time for making, batching and exporting the span of one request, and what is lost, at a given rate. */
public final class SpanRateBenchmark {
    private static final int SPANS_A_SECOND = 40_000;
    private static final int SECONDS = 10;

    private SpanRateBenchmark() {
    }

    public static void main(String[] args) throws Exception {
        try (OtlpSink.Remote sink = OtlpSink.launch()) {
            TracingConfig config = new TracingConfig("http://127.0.0.1:" + sink.port(), "grpc", 1.0, false, 32_768,
                    Duration.ofSeconds(10),
                    Set.of(), Map.of());
            Tracing tracing = new Tracing(config, "bench", Map.of());
            Exchange exchange = Exchanges.ended();
            Tracer tracer = tracing.openTelemetry().getTracer("bench");
            Runnable span = () -> span(tracer, tracing.filter(), exchange);
            paced(span, SECONDS);
            long idle = paced(() -> {
            }, SECONDS);
            long cold = tracing.counts().overflowed();
            long before = tracing.counts().created();
            long busy = paced(span, SECONDS);
            long spans = tracing.counts().created() - before;
            tracing.close();
            System.out.printf(
                    "%d spans in %d s: %.2f us of CPU a span; created %d, exported %d, failed %d, dropped %d, of which %d "
                            + "while warming up%n",
                    spans, SECONDS, (busy - idle) / 1e3 / spans, tracing.counts().created(),
                    tracing.counts().exported(), tracing.counts().failed(), tracing.counts().overflowed(), cold);
        }
    }

    private static void span(Tracer tracer, TracingFilter filter, Exchange exchange) {
        Span span = tracer.spanBuilder("GET").setSpanKind(SpanKind.SERVER).setParent(Context.root()).startSpan();
        try (Scope ignored = span.makeCurrent()) {
            filter.ended(exchange);
        }
    }

    /** Runs {@code work} at the rate, in steps of a millisecond; returns the process's CPU time in nanoseconds. */
    private static long paced(Runnable work, int seconds) {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int step = 0; step < seconds * 1_000; step++) {
            for (int i = 0; i < SPANS_A_SECOND / 1_000; i++) {
                work.run();
            }
            long next = start + TimeUnit.MILLISECONDS.toNanos(step + 1);
            while (next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
        return system.getProcessCpuTime() - cpu;
    }
}
