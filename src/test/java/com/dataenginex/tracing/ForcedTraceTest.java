package com.dataenginex.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.OtlpReceiver;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In prod one new trace in a hundred is exported; a client can have one of its own. */
@Tag("observability")
class ForcedTraceTest {
    private static final String FORCED = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String LEFT = "4bf92f3577b34da6a3ce929d0e0e4737";

    private final OtlpReceiver receiver = OtlpReceiver.grpc();
    private TestApplication app;

    @BeforeEach
    void start() {
        app = TestApplication.start(Map.of("ENVIRONMENT", "prod", "OTLP_ENDPOINT", receiver.endpoint(),
                "DEX_SHUTDOWN_DRAIN_DELAY", "PT0S"));
    }

    @AfterEach
    void stop() {
        app.close();
        receiver.close();
    }

    @Test
    void aParentThatIsSampledForcesOneTraceAndOneThatIsNotForcesNone() {
        JsonNode left = line(parent(LEFT, "00"));
        JsonNode forced = line(parent(FORCED, "01"));

        assertThat(receiver.await(1, span -> OtlpReceiver.id(span.getTraceId()).equals(FORCED))).hasSize(1);
        assertThat(receiver.spans()).noneMatch(span -> OtlpReceiver.id(span.getTraceId()).equals(LEFT));
        assertThat(forced.path("trace_id").asText()).isEqualTo(FORCED);
        assertThat(forced.path("trace_sampled").isBoolean()).isTrue();
        assertThat(forced.path("trace_sampled").booleanValue()).isTrue();
        assertThat(left.path("trace_id").asText()).isEqualTo(LEFT);
        assertThat(left.path("trace_sampled").booleanValue()).isFalse();
    }

    @Test
    void everyLineWithATraceIdSaysWhetherTheTraceCanBeLookedUp() {
        List<JsonNode> ends = IntStream.range(0, 50).mapToObj(i -> line(app.get("/"))).toList();
        line(app.get("/nope"));

        assertThat(ends).anyMatch(line -> !line.path("trace_sampled").booleanValue());
        assertThat(app.lines.all()).isNotEmpty().allSatisfy(
                line -> assertThat(line.has("trace_sampled")).as("%s", line).isEqualTo(line.has("trace_id")));
        ends.stream().filter(line -> line.path("trace_sampled").booleanValue())
                .forEach(line -> assertThat(receiver.await(1,
                        span -> OtlpReceiver.id(span.getTraceId()).equals(line.path("trace_id").asText())))
                        .hasSize(1));
    }

    private HttpResponse<String> parent(String trace, String flags) {
        return app.send(app.request("/").header("traceparent", "00-" + trace + "-00f067aa0ba902b7-" + flags).build());
    }

    private JsonNode line(HttpResponse<String> response) {
        return app.lines.awaitEnd(response.headers().firstValue("X-Request-ID").orElseThrow());
    }
}
