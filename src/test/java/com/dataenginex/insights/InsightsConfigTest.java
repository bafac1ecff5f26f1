package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsightsConfigTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings.of("insights: {min-interval: PT1S, default-interval: PT2S, "
                + "max-interval: PT3S, heartbeat: PT4S, reconnect-delay: PT6S}");

        assertThat(InsightsConfig.read(settings)).isEqualTo(new InsightsConfig(Duration.ofSeconds(1),
                Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(6)));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT1S,PT1S,PT1S,true", "PT1S,PT2S,PT2S,true", "PT1S,PT1S,PT2S,true", "PT2S,PT1S,PT3S,false",
        "PT1S,PT3S,PT2S,false"})
    void theDefaultIsNeitherBelowTheShortestNorAboveTheLongest(String min, String preset, String max, boolean allowed) {
        Settings settings = WrittenSettings.of("insights: {min-interval: " + min + ", default-interval: " + preset
                + ", max-interval: " + max + "}");

        InsightsConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void aDefaultThatIsNotAllowedIsNamedWithItsSource() {
        Settings settings = WrittenSettings.of("", Map.of("DEX_INSIGHTS_DEFAULT_INTERVAL", "PT0.02S"));

        InsightsConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings)).contains("insights.default-interval = PT0.02S from environment "
                + "variable DEX_INSIGHTS_DEFAULT_INTERVAL is not allowed; allowed: from insights.min-interval, PT0.05S, to "
                + "insights.max-interval, PT10S");
    }

    @ParameterizedTest
    @CsvSource({"PT0.75S,0.75", "PT10S,10", "PT0.000000001S,0.000000001", "PT1M,60"})
    void writesSecondsAsAClientDoes(Duration interval, String written) {
        assertThat(InsightsConfig.seconds(interval)).isEqualTo(written);
    }
}
