package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A collector that hangs takes neither more spans nor more of the heap than it may. */
class SpanRoomTest {
    private static final int MOST = 10;
    private static final int MOST_BYTES = 100_000;

    private final SpanCounts counts = new SpanCounts();
    private final SpanRoom room = new SpanRoom(() -> MOST, MOST_BYTES);
    private final List<SpanData> waiting = new ArrayList<>();
    private final List<CompletableResultCode> sent = new ArrayList<>();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(new EncodedSpan.Processor(new Waiting(), room, counts)).build();
    private final Tracer tracer = provider.get("test");
    private final ParallelExports exports = new ParallelExports(new Hanging(), room);

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void noMoreWaitThanTheQueueHasPlacesFor() {
        spans(MOST + 5, "short");

        assertThat(waiting).hasSize(MOST);
        assertThat(counts.overflowed()).isEqualTo(5);

        exports.export(waiting);
        waiting.clear();
        spans(MOST + 1, "short");

        assertThat(waiting).as("what is on its way waits no more").hasSize(MOST);
        assertThat(counts.overflowed()).isEqualTo(6);
    }

    @Test
    void whatClientsMakeLongFillsTheRoomSooner() {
        spans(MOST, "x".repeat(30_000));

        assertThat(waiting).hasSize(3);
        assertThat(room.bytes()).isBetween(90_000L, (long) MOST_BYTES);
        assertThat(counts.overflowed()).isEqualTo(MOST - 3);
    }

    @Test
    void whatIsOnItsWayTakesRoomUntilItsEndWhateverThatIs() {
        spans(3, "x".repeat(30_000));
        exports.export(waiting);
        waiting.clear();

        spans(1, "x".repeat(30_000));
        assertThat(waiting).isEmpty();

        sent.getFirst().fail();
        assertThat(room.bytes()).isZero();
        spans(1, "x".repeat(30_000));
        assertThat(waiting).hasSize(1);
        assertThat(counts.overflowed()).isEqualTo(1);
    }

    private void spans(int count, String value) {
        for (int i = 0; i < count; i++) {
            tracer.spanBuilder("a").setAttribute("key", value).startSpan().end();
        }
    }

    /** In the place of the batch processor. */
    private final class Waiting implements SpanEnds {
        @Override
        public void onEnd(ReadableSpan span) {
            waiting.add(span.toSpanData());
        }
    }

    private final class Hanging implements DirectExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            sent.add(new CompletableResultCode());
            return sent.getLast();
        }

    }
}
