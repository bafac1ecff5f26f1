package com.dataenginex.objectives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** By a clock of the test's own, since an hour is long. */
class ObjectiveTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    // Near the end of the range, which nanoTime may pass.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(30).toNanos());
    private final Objective objective = new Objective("availability", 0.999, nanos::get);

    @Test
    void withoutARequestAllOfTheBudgetIsLeftAndNoBurnIsKnown() {
        assertThat(objective.budgetLeft()).isEqualTo(1);
        assertThat(objective.burn(FIVE_MINUTES)).isNaN();
    }

    @Test
    void theBudgetIsWhatTheTargetAllowsOfTheRequestsSoFar() {
        count(1_999, 1);

        assertThat(objective.budgetLeft()).isEqualTo(0.5, within(1e-9));
        count(0, 3);
        assertThat(objective.budgetLeft()).isNegative();
    }

    @Test
    void aBurnIsOfItsWindowAlone() {
        count(900, 100);
        assertThat(objective.burn(FIVE_MINUTES)).as("since the start").isEqualTo(100, within(1e-9));
        pass(Duration.ofMinutes(6));
        assertThat(objective.burn(FIVE_MINUTES)).isNaN();
        count(999, 1);

        assertThat(objective.burn(FIVE_MINUTES)).isEqualTo(1, within(1e-9));
        assertThat(objective.burn(Objective.LONGEST)).isEqualTo(50.5, within(1e-9));
        pass(Duration.ofMinutes(56));
        assertThat(objective.burn(Objective.LONGEST)).as("the first ones are older than an hour")
                .isEqualTo(1, within(1e-9));
        pass(Duration.ofMinutes(5));
        assertThat(objective.burn(Objective.LONGEST)).isNaN();
    }

    private void count(int good, int bad) {
        for (int i = 0; i < good + bad; i++) {
            objective.count(i < good, false);
        }
    }

    private void pass(Duration time) {
        for (long i = 0; i < time.toSeconds(); i += 10) {
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            objective.sample();
        }
    }
}
