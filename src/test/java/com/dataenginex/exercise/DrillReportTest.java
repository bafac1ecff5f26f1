package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillReportTest {
    private static final List<Hop> HOPS = List.of(
            Hop.planned("latency", "breach", Duration.ofSeconds(90)).now(HopState.PASSED, Duration.ofMillis(61_400),
                    "1.2"),
            Hop.planned("latency", "pending", Duration.ofSeconds(15)).now(HopState.FAILED, Duration.ofSeconds(25),
                    "Slow | is not pending"),
            Hop.planned("latency", "firing", Duration.ofSeconds(195)));
    private static final DrillReport RED = new DrillReport(DrillVerdict.RED, "pending: Slow is not pending", "prod",
            HOPS,
            Duration.ofSeconds(90), List.of("Slow is pending"));

    @Test
    void isOneTableAndOneVerdict() {
        assertThat(RED.as(DrillReport.Form.TEXT)).isEqualTo("""
                drill    hop      promised  took   result
                latency  breach   1m 30s    1m 1s  ok       1.2
                latency  pending  15s       25s    FAILED   Slow | is not pending
                latency  firing   3m 15s    -      planned
                red: pending: Slow is not pending (prod, 1m 30s)
                left: Slow is pending
                """);
        assertThat(RED.as(DrillReport.Form.MARKDOWN)).isEqualTo("""
                **red: pending: Slow is not pending (prod, 1m 30s)**

                | Drill | Hop | Promised | Took | Result | |
                |---|---|---|---|---|---|
                | latency | breach | 1m 30s | 1m 1s | ok | 1.2 |
                | latency | pending | 15s | 25s | FAILED | Slow \\| is not pending |
                | latency | firing | 3m 15s | - | planned |  |

                - left: Slow is pending
                """);
        JsonNode json = Lines.parse(RED.as(DrillReport.Form.JSON));
        assertThat(json.path("result").asText()).isEqualTo("red");
        assertThat(json.at("/hops/0/took_seconds").doubleValue()).isEqualTo(61.4);
        assertThat(json.at("/hops/1/result").asText()).isEqualTo("FAILED");
        assertThat(json.at("/left/0").asText()).isEqualTo("Slow is pending");
    }

    @Test
    void aRefusalIsOneSentence() {
        assertThat(new DrillReport(DrillVerdict.REFUSED, "Slow is firing already", "prod", List.of(), Duration.ZERO,
                List.of())
                .as(DrillReport.Form.TEXT)).isEqualTo("refused: Slow is firing already (prod)\n");
    }

    @Test
    void whatOthersSaidBeginsNoLineOfItsOwn() {
        Hop hop = HOPS.getFirst().now(HopState.FAILED, Duration.ZERO, "down\n\u001b[2J");

        assertThat(new DrillReport(DrillVerdict.RED, "scrape: down\ngreen", "prod", List.of(hop), Duration.ZERO,
                List.of("a\nb")).as(DrillReport.Form.TEXT)).contains("FAILED  down [2J\nred: scrape: down green (prod",
                        "\nleft: a b\n");
    }

    @Test
    void writesTimesAsPeopleDo() {
        assertThat(List.of(0L, 300L, 1_000L, 9_950L, 12_400L, 60_000L, 119_600L).stream()
                .map(millis -> Times.text(Duration.ofMillis(millis))))
                .containsExactly("0s", "0.3s", "1s", "9.95s", "12s", "1m", "2m");
    }
}
