package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelExportsTest {

    /** There are four places: one that was lost with each error would stop the fifth export for ever. */
    @Test
    @Timeout(10)
    void anErrorGivesItsPlaceBack() {
        AtomicInteger calls = new AtomicInteger();
        ParallelExports exports = new ParallelExports(new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                if (calls.incrementAndGet() <= 5) {
                    throw new StackOverflowError("planted");
                }
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        }, new SpanRoom(() -> 1));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> exports.export(List.of())).isInstanceOf(StackOverflowError.class);
        }

        assertThat(exports.export(List.of()).isSuccess()).isTrue();
    }
}
