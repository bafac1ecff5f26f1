package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.support.FakeRequest;
import io.helidon.http.Method;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsightsRequestTest {
    private static final InsightsConfig CONFIG = new InsightsConfig(Duration.ofMillis(50), Duration.ofMillis(750),
            Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2));

    @Test
    void whoAsksForNothingGetsTheDefaults() {
        InsightsRequest request = read("/", Map.of());

        assertThat(request)
                .isEqualTo(new InsightsRequest(5, Duration.ofMillis(750), FigureSource.SYNTHETIC, request.seed(), 1));
        assertThat(request.isOver()).isFalse();
        assertThat(read("/", Map.of("Last-Event-ID", "")).first()).isEqualTo(1);
        assertThat(read("/", Map.of()).seed()).isNotEqualTo(request.seed());
    }

    @ParameterizedTest
    @CsvSource({"1,0.05,synthetic", "20,10,live", "02,.05,live", "9,10.000000000,synthetic"})
    void takesWhatIsWithinTheLimits(String count, String interval, String source) {
        InsightsRequest request = read("/?count=" + count + "&interval=" + interval + "&source=" + source, Map.of());

        assertThat(request.count()).isEqualTo(Integer.parseInt(count));
        assertThat(request.interval()).isEqualTo(Duration.ofNanos(Math.round(Double.parseDouble(interval) * 1e9)));
        assertThat(request.source()).hasToString(source);
    }

    @Test
    void goesOnAfterTheLastEvent() {
        InsightsRequest request = read("/?count=3", Map.of("Last-Event-ID", "000000000000002a-2"));
        InsightsRequest over = read("/?count=3", Map.of("Last-Event-ID", "000000000000002a-3"));

        assertThat(request.seed()).isEqualTo(42);
        assertThat(request.first()).isEqualTo(3);
        assertThat(request.isOver()).isFalse();
        assertThat(over.isOver()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"count,0,a whole number from 1 to 20", "count,21,a whole number from 1 to 20",
        "count,1d,a whole number from 1 to 20", "interval,0.049,seconds from 0.05 to 10",
        "interval,10.000000001,seconds from 0.05 to 10", "interval,1d,seconds from 0.05 to 10",
        "source,LIVE,synthetic or live"})
    void namesWhatIsNotAllowed(String name, String value, String allowed) {
        ProblemException refused = catchThrowableOfType(ProblemException.class,
                () -> read("/?" + name + "=" + value, Map.of()));

        assertThat(refused.problem().errors()).containsExactly(
                new Problem.FieldError(name, "\"" + value + "\" is not allowed; allowed: " + allowed));
    }

    @Test
    void namesAnIdThatIsNone() {
        ProblemException refused = catchThrowableOfType(ProblemException.class,
                () -> read("/", Map.of("Last-Event-ID", "secret")));

        assertThat(refused.problem().errors()).containsExactly(new Problem.FieldError("Last-Event-ID",
                "its value is not allowed; allowed: " + EventId.ALLOWED));
    }

    private static InsightsRequest read(String target, Map<String, String> headers) {
        return InsightsRequest.read(FakeRequest.of(Method.GET, target, headers, ""), CONFIG);
    }
}
