package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Kept;
import com.dataenginex.http.UnderWay;
import com.dataenginex.log.Log;
import com.dataenginex.logging.Logging;
import com.dataenginex.service.ServiceConfig;
import com.dataenginex.tracing.Tracing;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is remembered never keeps more than it may, whatever requests are like. */
class RecorderMemoryIT {
    private static final Log LOG = Log.of(RecorderMemoryIT.class);
    private static final int REQUESTS = 1_000_000;
    private static final int FAILURES = 100_000;
    private static final long MIB = 1L << 20;
    private static final long SECOND = 1_000_000_000;

    /** As many are kept as there are, so that both rings are full soon. */
    private final ServiceConfig config = AppConfig.load(Map.of("ENVIRONMENT", "prod", "DEX_RECORDER_KEPT_PER_SECOND",
            "10000", "DEX_RECORDER_KEPT_BURST", "100000")).service();
    private final Tracing tracing = new Tracing(config.tracing(), "memory", Map.of());
    private final Tracer tracer = tracing.openTelemetry().getTracer("memory");
    private final ServerRequestHeaders headers = headers();

    /** With long paths, and one in ten fails. */
    @Test
    void aMillionRequestsLeaveTheHeapFlat() {
        try (Logging logging = new Logging(config.logging(), "memory", "1", "prod", OutputStream.nullOutputStream());
                tracing) {
            logging.start();
            long before = heap();
            Recorder recorder = new Recorder(config.recorder(), tracing, logging, new UnderWay(),
                    new KeptLimit(Kept.DEBUG, config.recorder()));
            RecorderFilter filter = recorder.filter();
            ExchangeObserver decision = recorder.decision();
            long full = 0;
            for (int i = 0; i < REQUESTS; i++) {
                request("/" + i + "x".repeat(8_192), i, i % 10 == 0, recorder, filter, decision);
                assertThat(recorder.bytes()).isLessThanOrEqualTo(recorder.limit());
                if (i == REQUESTS / 10) {
                    full = heap();
                }
            }
            long after = heap();

            System.out.printf(
                    "MEASURED: recorder: %.1f MiB counted, %.1f MiB of heap after %d requests, %.1f after all%n",
                    (double) recorder.bytes() / MIB, (double) (full - before) / MIB, REQUESTS / 10,
                    (double) (after - before) / MIB);
            assertThat(after - before).isLessThan(recorder.limit() + MIB);
            assertThat(after - full).isLessThan(2 * MIB);
            assertThat(recorder.newest(1, one -> true).getFirst().sequence()).isEqualTo(REQUESTS);
        }
    }

    /** As fast as they come, with the limits that ship. */
    @Test
    void ofAHundredThousandFailuresAHundredAndTwentyAreKeptInTheFirstSecond() {
        RecorderConfig shipped = AppConfig.load(Map.of("ENVIRONMENT", "prod")).service().recorder();
        try (Logging logging = new Logging(config.logging(), "memory", "1", "prod", OutputStream.nullOutputStream());
                tracing) {
            logging.start();
            long before = heap();
            Recorder recorder = new Recorder(shipped, tracing, logging, new UnderWay(),
                    new KeptLimit(Kept.DEBUG, shipped));
            RecorderFilter filter = recorder.filter();
            ExchangeObserver decision = recorder.decision();
            long began = System.nanoTime();
            long atOneSecond = -1;
            for (int i = 0; i < FAILURES; i++) {
                request("/" + i, i, true, recorder, filter, decision);
                if (atOneSecond < 0 && System.nanoTime() - began >= SECOND) {
                    atOneSecond = recorder.kept(Kept.ERROR);
                }
            }
            double seconds = (double) (System.nanoTime() - began) / SECOND;
            long kept = recorder.kept(Kept.ERROR);
            long heap = heap() - before;

            System.out.printf(
                    "MEASURED: recorder: of %d failures in %.1f s %d kept, %d in the first; %.1f MiB of heap%n",
                    FAILURES, seconds, kept, atOneSecond < 0 ? kept : atOneSecond, (double) heap / MIB);
            assertThat(atOneSecond).isLessThanOrEqualTo(shipped.keptBurst() + shipped.keptPerSecond());
            assertThat(kept).isBetween((long) shipped.keptBurst(),
                    shipped.keptBurst() + (long) Math.ceil(seconds * shipped.keptPerSecond()));
            assertThat(recorder.notKept(Kept.ERROR)).isEqualTo(FAILURES - kept);
            assertThat(heap).isLessThan(recorder.limit());
        }
    }

    private void request(String path, int i, boolean fails, Recorder recorder, ExchangeObserver filter,
            ExchangeObserver decision) {
        Exchange exchange = Exchange.refused("GET", path, headers, null,
                config.http().clientAddress(), System.nanoTime());
        recorder.begin(exchange);
        exchange.observe(filter);
        try (Scope ignored = exchange.enter()) {
            Context parent = Context.current();
            if (i % 3 == 0) {
                parent = parent.with(Span.wrap(SpanContext.createFromRemoteParent("0".repeat(31) + "1",
                        "0".repeat(15) + "1",
                        TraceFlags.getDefault(), TraceState.builder().put("long", "x".repeat(14_000) + i).build())));
            }
            if (i % 3 == 1) {
                parent = parent.with(Baggage.builder().put("long", "x".repeat(15_000) + i).build());
            }
            Span root = tracer.spanBuilder("GET").setParent(parent).setSpanKind(SpanKind.SERVER).startSpan();
            exchange.observe(ended -> {
                root.setAttribute("url.path", exchange.request().path()).setAttribute("user_agent.original",
                        exchange.request().userAgent());
                if (i % 20 == 0) {
                    root.recordException(deep(100));
                }
                LOG.info("request_completed", out -> out.text("path", exchange.request().path()));
                root.end();
            });
            exchange.observe(decision);
            Context context = parent.with(root);
            exchange.context(context);
            try (Scope current = context.makeCurrent()) {
                String seen = "row " + i;
                LOG.debug("looked_up", out -> out.text("row", seen));
                tracer.spanBuilder("step").startSpan().setAttribute("row", seen).end();
            }
            exchange.end(fails ? 500 : 200, 100);
        }
    }

    private static IllegalStateException deep(int frames) {
        return frames == 0 ? new IllegalStateException("deep") : deep(frames - 1);
    }

    private static ServerRequestHeaders headers() {
        WritableHeaders<?> all = WritableHeaders.create();
        all.set(HeaderNames.USER_AGENT, "a".repeat(400));
        return ServerRequestHeaders.create(all);
    }

    private static long heap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return used;
    }
}
