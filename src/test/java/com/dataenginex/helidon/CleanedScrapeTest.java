package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MeterRegistryFormatter;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanedScrapeTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\",} 1\n", "a 1", "a 1\n", "a 1\n\nb 2\n", "x_seconds_maximum 1\n",
        "jvm_gc_pause_seconds_max 1\n",
        "a_seconds_count 1\n", "# HELP a x_seconds_max\n", "a{b=\"x_seconds_count\"} 1 # {t=\"1\"} 1\n"})
    void keepsWhatItHasNoReasonToTakeOut(String text) {
        assertThat(PrometheusText.cleaned(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"a_seconds_max 1,''", "# TYPE a_seconds_max gauge,''", "'a_seconds_max{b=\"c\"} 1',''",
        "'a_seconds_count 1 # {t=\"1\"} 1',a_seconds_count 1"})
    void takesOutTheMovingMaximumAndExemplarsOfCounts(String line, String kept) {
        assertThat(PrometheusText.cleaned("x 1\n" + line + "\ny 2"))
                .isEqualTo("x 1\n" + (kept.isEmpty() ? "" : kept + "\n") + "y 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a{b="c",} 1.0         | a{b="c"} 1.0
            a{b="c",d="e",} 1.0   | a{b="c",d="e"} 1.0
            # HELP a x",} y       | # HELP a x",} y
            a{b="\\",} x",} 1.0   | a{b="\\",} x",} 1.0
            """)
    void takesOutTheCommaAfterTheLastLabel(String line, String kept) {
        assertThat(PrometheusText.cleaned(line + "\n")).isEqualTo(kept + "\n");
    }

    @Test
    void aCounterThatIsDeclaredIsThereBeforeItHasASeries() {
        MeterRegistry registry = Services.get(MetricsFactory.class).globalRegistry();
        Counter counter = registry.getOrCreate(Counter.builder("declared_and_counted_total").description("Counted"));
        PrometheusText.declare("declared_only_total", "Only declared");
        PrometheusText.declare("declared_and_counted_total", "Counted");
        try {
            assertThat(text(MediaTypes.TEXT_PLAIN, registry))
                    .contains("# HELP declared_only_total Only declared\n# TYPE declared_only_total counter\n")
                    .containsOnlyOnce("# TYPE declared_and_counted_total counter\n").doesNotContain("# EOF");
            assertThat(text(MediaTypes.APPLICATION_OPENMETRICS_TEXT, registry))
                    .endsWith("# HELP declared_only Only declared\n# TYPE declared_only counter\n# EOF\n")
                    .containsOnlyOnce("# TYPE declared_and_counted counter\n").containsOnlyOnce("# EOF");

            PrometheusText.clear();

            assertThat(text(MediaTypes.TEXT_PLAIN, registry)).doesNotContain("declared_only");
        } finally {
            PrometheusText.clear();
            registry.remove(counter);
        }
    }

    private static String text(MediaType type, MeterRegistry registry) {
        return new PrometheusText().formatter(type, null, registry, Optional.empty(), List.of(), List.of())
                .orElseThrow()
                .format().orElseThrow().toString();
    }

    @Test
    void writesTheRegistryAsTextAndNothingElse() {
        MeterRegistry registry = Services.get(MetricsFactory.class).globalRegistry();
        Counter counter = registry.getOrCreate(Counter.builder("cleaned_text_total"));
        counter.increment();
        try {
            MeterRegistryFormatter text = new PrometheusText().formatter(MediaTypes.TEXT_PLAIN, null, registry,
                    Optional.empty(), List.of(), List.of()).orElseThrow();

            assertThat(text.format().orElseThrow().toString()).contains("cleaned_text_total");
            assertThat(text.formatMetadata()).isEmpty();
            assertThat(new PrometheusText().formatter(MediaTypes.APPLICATION_JSON, null, registry, Optional.empty(),
                    List.of(), List.of())).isEmpty();
        } finally {
            registry.remove(counter);
        }
    }
}
