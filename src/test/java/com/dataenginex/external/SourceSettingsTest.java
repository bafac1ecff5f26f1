package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import com.dataenginex.tracing.Propagation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSettingsTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings.of("""
                external-data: {sources: [kraken], kraken: {base-url: "http://k/"}, coindesk: {api-key: k3y},
                  propagation: all,
                  connect-timeout: PT1S, call-timeout: PT2S, total-timeout: PT3S, max-response-bytes: 1024, retries: 0,
                  calls-at-once: 1, breaker-failures: 2, breaker-delay: PT4S, fresh-for: PT6S, stale-for: PT7S,
                  unknown-for: PT8S, failure-for: PT9S}
                """);

        assertThat(ExternalDataConfig.read(settings)).isEqualTo(new ExternalDataConfig(
                Map.of("kraken", URI.create("http://k")), "k3y", Propagation.ALL, Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3), 1_024, 0, 1, 2, Duration.ofSeconds(4), Duration.ofSeconds(6),
                Duration.ofSeconds(7), Duration.ofSeconds(8), Duration.ofSeconds(9)));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void asksTheSourcesInTheirOrderButNotCoinDeskWithoutItsKey() {
        String order = "external-data: {sources: [kraken, coindesk, coindesk-legacy, coinbase]}";

        assertThat(sources(WrittenSettings.of(order))).containsExactly("kraken", "coinbase");
        assertThat(sources(WrittenSettings.of(order, Map.of("DEX_COINDESK_API_KEY", "k3y")))).containsExactly("kraken",
                "coindesk", "coinbase");
    }

    @Test
    void refusesASourceThatIsNone() {
        Settings settings = WrittenSettings.of("external-data: {sources: [kraken, nobody]}");

        assertThat(sources(settings)).containsExactly("kraken");
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("external-data.sources = \"nobody\" from ");
    }

    @ParameterizedTest
    @CsvSource({"http://a,http://a", "https://a:1/b,https://a:1/b", "https://a/b/,https://a/b", "http://a/,http://a"})
    void aBaseUrlMayEndInASlash(String written, String read) {
        Settings settings = kraken(written);

        assertThat(ExternalDataConfig.read(settings).sources()).containsEntry("kraken", URI.create(read));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "http://a?b", "http://a#b", "a", "http:///b", "http://a b", "/"})
    void refusesWhatIsNoBaseUrl(String written) {
        Settings settings = kraken(written);

        assertThat(ExternalDataConfig.read(settings).sources())
                .containsEntry("kraken", URI.create("https://api.kraken.com"));
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("external-data.kraken.base-url = ");
    }

    @Test
    void refusesASourceThatIsThereTwice() {
        Settings settings = WrittenSettings.of("external-data: {sources: [kraken, kraken]}");

        ExternalDataConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("external-data.sources = [kraken, kraken] from /")
                .endsWith(".yaml is not allowed; allowed: each source once");
    }

    @ParameterizedTest
    @CsvSource({"PT1S,PT2S,true", "PT2S,PT2S,true", "PT2.001S,PT2S,false"})
    void aCallIsNoLongerThanTheWhole(String call, String total, boolean allowed) {
        Settings settings = WrittenSettings
                .of("external-data: {call-timeout: " + call + ", total-timeout: " + total + "}");

        ExternalDataConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    private static Settings kraken(String url) {
        return WrittenSettings.of("external-data: {kraken: {base-url: '" + url + "'}}");
    }

    private static List<String> sources(Settings settings) {
        return List.copyOf(ExternalDataConfig.read(settings).sources().keySet());
    }
}
