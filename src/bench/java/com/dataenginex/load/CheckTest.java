package com.dataenginex.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs with the benchmarks: {@code mvn -Pbench test -Dtest=CheckTest}. */
class CheckTest {
    private final Check check = new Check(2.5);

    @Test
    void nothingIsSaidAboutWhatIsAllowed() {
        check.ratio("traced", 2.5);
        check.spans("traced", 100_000, 99_900);
        check.lines("traced", 100_000, 200_000, 2);
        check.lines("recorded", 100_000, 100_000, 1);

        assertThat(check.failures()).isEmpty();
    }

    @Test
    void aRatioAboveTheLimitFails() {
        check.ratio("traced", 2.51);

        assertThat(check.failures()).containsExactly(
                "traced: 2.51 times the CPU time of bare Helidon, at most 2.50 is allowed");
    }

    @Test
    void aRatioThatIsNoNumberFails() {
        check.ratio("traced", Double.NaN);

        assertThat(check.failures()).hasSize(1);
    }

    @Test
    void moreThanAThousandthOfTheSpansLostFails() {
        check.spans("traced", 100_000, 99_899);

        assertThat(check.failures())
                .containsExactly("traced: spans are lost, 99899 of 100000 requests have theirs");
    }

    @Test
    void oneLineLostFails() {
        check.lines("traced", 100_000, 199_999, 2);

        assertThat(check.failures())
                .containsExactly("traced: 199999 lines about 100000 requests, 2 for each were to be written");
    }

    @Test
    void oneLineTooManyFails() {
        check.lines("recorded", 100_000, 100_001, 1);

        assertThat(check.failures()).hasSize(1);
    }
}
