package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticFiguresTest {

    /** A replica of another version must go on with the same figures. */
    @ParameterizedTest
    @CsvSource({"7,1,46.19,0.0023,5.0", "7,2,46.17,0.00246,4.0", "7,20,37.61,0.00585,3.0", "-1,3,42.8,0.00527,2.0"})
    void theFiguresOfASeedNeverChange(long seed, int position, double rate, double errors, double inFlight) {
        SyntheticFigures figures = new SyntheticFigures(seed);

        assertThat(figures.value(Metric.REQUEST_RATE, position)).isEqualTo(rate);
        assertThat(figures.value(Metric.ERROR_RATE, position)).isEqualTo(errors);
        assertThat(figures.value(Metric.IN_FLIGHT, position)).isEqualTo(inFlight);
    }
}
