package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings.of("""
                tracing: {otlp-endpoint: "https://a:1", otlp-protocol: http/protobuf, sample-ratio: 0.5, console: true,
                  queue-size: 512, flush-timeout: PT1S, excluded-paths: [/a, "/b/{c}"]}
                """, Map.of("OTEL_A", "b"));

        assertThat(TracingConfig.read(settings)).isEqualTo(new TracingConfig("https://a:1", "http/protobuf", 0.5, true,
                512, Duration.ofSeconds(1), Set.of("/a", "/b/{c}"), Map.of("OTEL_A", "b")));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'',''", "a:1,http://a:1", "a:65535,http://a:65535", "http://a,http://a",
        "https://a:1/b,https://a:1/b"})
    void takesAHostWithAPortOrAUrl(String written, String endpoint) {
        Settings settings = WrittenSettings.of("tracing: {otlp-endpoint: '" + written + "'}");

        assertThat(TracingConfig.read(settings).endpoint()).isEqualTo(endpoint);
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:0", "a:65536", "ftp://a:1", "http://a:1?b", "http://:1", "a b:1", "http://a:0"})
    void refusesWhatIsNoEndpoint(String written) {
        Settings settings = WrittenSettings.of("tracing: {otlp-endpoint: '" + written + "'}");

        assertThat(TracingConfig.read(settings).endpoint()).isEmpty();
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("tracing.otlp-endpoint = ");
    }

    @ParameterizedTest
    @CsvSource({"otlp-protocol,http/json", "'excluded-paths',a"})
    void refusesAnotherProtocolAndWhatIsNoPath(String key, String written) {
        Settings settings = WrittenSettings.of("tracing: {" + key + ": '" + written + "'}");

        TracingConfig config = TracingConfig.read(settings);

        assertThat(config.protocol()).isEqualTo("grpc");
        assertThat(config.excludedPaths()).isEmpty();
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString().startsWith("tracing." + key + " = ");
    }

    @Test
    void aMethodThatTheConventionsDoNotKnowHasAnotherName() {
        assertThat(HttpAttributes.known("GET")).isEqualTo("GET");
        assertThat(HttpAttributes.known("BREW")).isEqualTo("_OTHER");
        assertThat(HttpAttributes.inName("GET")).isEqualTo("GET");
        assertThat(HttpAttributes.inName("BREW")).isEqualTo("HTTP");
    }

    @ParameterizedTest
    @CsvSource({"NONE,traceparent,false", "TRACEPARENT,TraceParent,true", "TRACEPARENT,baggage,false",
        "ALL,baggage,true"})
    void aSourceIsSentWhatIsConfigured(Propagation propagation, String header, boolean sent) {
        assertThat(propagation.carries(header)).isEqualTo(sent);
    }

    @Test
    void laysOutJsonForPeople() {
        byte[] pretty = PrettyJson.of("{\"a\":\"ü\",\"b\":[1]}".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(pretty, StandardCharsets.UTF_8))
                .isEqualTo("{\n    \"a\": \"ü\",\n    \"b\": [\n        1\n    ]\n}\n");
    }
}
