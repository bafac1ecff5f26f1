package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.drill.DrillOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final Promises PROMISES = promises(0.75);

    private static Promises promises(double slow) {
        return new Promises("app", "ready", "budget",
                List.of(new Promise(DrillFault.LATENCY, "Slow", Map.of("prod", slow), Set.of()),
                        new Promise(DrillFault.ERRORS, "Failing", Map.of("prod", 0.01), Set.of()),
                        new Promise(DrillFault.SATURATION, "Full", Map.of("prod", 25.0), Set.of()),
                        new Promise(DrillFault.DEPENDENCY, "Gone", Map.of("prod", 0.0), Set.of())));
    }

    private static Share share(DrillFault fault, double traffic) {
        return Share.of(fault, PROMISES, "prod", traffic, WINDOW, 1);
    }

    /** Of the window's requests, when the breach is promised. */
    private static double reached(Share share, double traffic) {
        double drilled = share.rate() * (share.breach().minus(share.time()).toMillis() / 1_000.0);
        return drilled / (drilled + traffic * WINDOW.toSeconds());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 1, 10, 30})
    void slowRequestsAreEnoughForThePercentileAndTooFewToSaturate(double traffic) {
        Share share = share(DrillFault.LATENCY, traffic);

        assertThat(share.time()).isEqualTo(Duration.ofMillis(1_200));
        assertThat(reached(share, traffic)).isGreaterThan(0.05);
        assertThat(share.rate() * 1.2).isLessThan(12.6);
        assertThat(share.rate() * share.breach().toSeconds()).isGreaterThanOrEqualTo(20);
        assertThat(share.breach()).isLessThan(WINDOW);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, 100, 1_000})
    void failedRequestsAreEnoughForTheShare(double traffic) {
        Share share = share(DrillFault.ERRORS, traffic);

        assertThat(reached(share, traffic)).isGreaterThan(0.02);
        assertThat(share.breach()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void whatIsHeldIsOverTheLimitAndNotSlow() {
        Share share = share(DrillFault.SATURATION, 10);

        assertThat(share.atOnce()).isEqualTo(54);
        assertThat(share.time()).isEqualTo(Duration.ofMillis(450));
        assertThat(Share.of(DrillFault.SATURATION, PROMISES, "prod", 0, WINDOW, 3).atOnce()).isEqualTo(162);
    }

    @Test
    void refusesWhereADrillWouldDoHarm() {
        assertThatThrownBy(() -> share(DrillFault.LATENCY, 1_000)).isInstanceOf(RefusedException.class)
                .hasMessageContaining("would itself saturate the service");
        assertThatThrownBy(() -> Share.of(DrillFault.LATENCY, promises(7), "prod", 0, WINDOW, 1))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a request may be delayed by " + Times.text(DrillOrder.LONGEST) + ", and the limit is 7 s");
    }
}
