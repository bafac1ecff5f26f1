package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SyntheticFiguresPropertiesTest {

    @Property(tries = 500)
    void areTheSameForTheSameSeed(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int position,
            @ForAll Metric metric) {
        assertThat(new SyntheticFigures(seed).value(metric, position))
                .isEqualTo(new SyntheticFigures(seed).value(metric, position));
    }

    @Property(tries = 500)
    void areThoseOfAQuietHealthyService(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int position) {
        Figures figures = new SyntheticFigures(seed);

        assertThat(figures.value(Metric.REQUEST_RATE, position)).isBetween(34.0, 50.0);
        assertThat(figures.value(Metric.ERROR_RATE, position)).isBetween(0.001, 0.007);
        assertThat(figures.value(Metric.IN_FLIGHT, position)).isBetween(1.0, 7.0);
    }

    @Property(tries = 500)
    void changeSlowly(@ForAll long seed, @ForAll @IntRange(min = 1, max = 19) int position) {
        Figures figures = new SyntheticFigures(seed);
        double step = figures.value(Metric.REQUEST_RATE, position + 1) - figures.value(Metric.REQUEST_RATE, position);

        assertThat(Math.abs(step)).isLessThan(2.2);
    }

    @Property(tries = 500)
    void anIdReadsAsItWasWritten(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int position) {
        EventId id = new EventId(seed, position);

        assertThat(EventId.of(id.toString())).isEqualTo(id);
    }
}
