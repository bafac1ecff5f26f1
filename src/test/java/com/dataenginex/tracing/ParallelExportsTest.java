package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelExportsTest {
    private static final int MIB = 1 << 20;
    /** What a gRPC receiver takes, where nobody has said otherwise. */
    private static final int USUAL_LIMIT = 4 * MIB;

    private final SpanRoom room = new SpanRoom(() -> 100, 100 * MIB);
    private final List<SpanData> waiting = new ArrayList<>();
    private final List<Collection<SpanData>> messages = new ArrayList<>();

    @Test
    void aBatchThatIsTooLargeForAMessageGoesInSeveral() {
        end(MIB, 7);
        end(5 * MIB, 1);
        end(10, 3);

        DirectExporter noting = spans -> {
            messages.add(spans);
            return CompletableResultCode.ofSuccess();
        };
        assertThat(new ParallelExports(noting, room).export(waiting).isSuccess()).isTrue();

        assertThat(messages).extracting(Collection::size).containsExactly(2, 2, 2, 1, 1, 3);
        assertThat(messages.stream().flatMap(Collection::stream).toList()).isEqualTo(waiting);
        assertThat(messages).filteredOn(each -> each.size() > 1)
                .allSatisfy(each -> assertThat(new SpanMessage(each).getContentLength()).isLessThan(USUAL_LIMIT));
        assertThat(room.waiting()).isZero();
        assertThat(room.bytes()).isZero();
    }

    @Test
    void anErrorInOneMessageKeepsNoOtherBack() {
        end(2 * MIB, 3);
        DirectExporter failing = spans -> {
            messages.add(spans);
            throw new StackOverflowError("planted");
        };
        ParallelExports exports = new ParallelExports(failing, room);

        assertThatThrownBy(() -> exports.export(waiting)).isInstanceOf(StackOverflowError.class);

        assertThat(messages).hasSize(3);
        assertThat(room.waiting()).isZero();
        assertThat(room.bytes()).isZero();
    }

    /** Ends spans of that length each, which then wait. */
    private void end(int length, int count) {
        SpanEnds processor = span -> waiting.add(span.toSpanData());
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(new EncodedSpan.Processor(processor, room, new SpanCounts())).build()) {
            for (int i = 0; i < count; i++) {
                provider.get("test").spanBuilder("a").setAttribute("key", "x".repeat(length)).startSpan().end();
            }
        }
    }

    /** There are four places: one that was lost with each error would stop the fifth export for ever. */
    @Test
    @Timeout(10)
    void anErrorGivesItsPlaceBack() {
        AtomicInteger calls = new AtomicInteger();
        DirectExporter failing = spans -> {
            if (calls.incrementAndGet() <= 5) {
                throw new StackOverflowError("planted");
            }
            return CompletableResultCode.ofSuccess();
        };
        ParallelExports exports = new ParallelExports(failing, new SpanRoom(() -> 1));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> exports.export(List.of())).isInstanceOf(StackOverflowError.class);
        }

        assertThat(exports.export(List.of()).isSuccess()).isTrue();
    }
}
