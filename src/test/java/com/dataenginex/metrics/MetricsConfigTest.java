package com.dataenginex.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsConfigTest {

    @Test
    void readsEveryKeyAndBothLimits() {
        Settings settings = WrittenSettings.of("metrics: {duration-buckets: [0.0001, 0.25, 3600], max-series: 10}");

        assertThat(MetricsConfig.read(settings)).isEqualTo(new MetricsConfig(
                List.of(Duration.ofNanos(100_000), Duration.ofMillis(250), Duration.ofHours(1)), 10));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1, 1]", "[2, 1]"})
    void bucketsAscendAndThereIsOne(String buckets) {
        Settings settings = WrittenSettings.of("metrics: {duration-buckets: " + buckets + "}");

        MetricsConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("metrics.duration-buckets = " + buckets + " from /")
                .endsWith(".yaml is not allowed; allowed: at least one number, ascending, none twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.00009", "3600.1", "x"})
    void aBucketIsNeitherTooSmallNorTooLarge(String bucket) {
        Settings settings = WrittenSettings.of("metrics: {duration-buckets: [1, " + bucket + "]}");

        assertThat(MetricsConfig.read(settings).buckets()).containsExactly(Duration.ofSeconds(1));
        assertThat(WrittenSettings.mistakes(settings)).hasSize(1);
    }

    @Test
    void aBudgetGivesAsManyPlacesAsItHas() {
        SeriesBudget budget = new SeriesBudget(2);

        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        assertThat(budget.take()).isFalse();
        assertThat(new SeriesBudget(0).take()).isFalse();
    }
}
