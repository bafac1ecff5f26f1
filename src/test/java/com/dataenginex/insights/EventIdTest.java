package com.dataenginex.insights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    @ParameterizedTest
    @CsvSource({"000000000000002a-1,42,1", "ffffffffffffffff-20,-1,20", "0000000000000000-9,0,9"})
    void readsWhatItHasWritten(String text, long seed, int position) {
        assertThat(new EventId(seed, position)).hasToString(text);
        assertThat(EventId.of(text)).isEqualTo(new EventId(seed, position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "000000000000002a-0", "000000000000002a-21", "000000000000002a-01", "2a-1",
        "000000000000002A-1", "000000000000002a-", "000000000000002a"})
    void readsNothingElse(String text) {
        assertThat(EventId.of(text)).isNull();
    }

    @Test
    void aSourceOfFiguresIsFoundByItsName() {
        for (FigureSource source : FigureSource.values()) {
            assertThat(FigureSource.of(source.toString())).isSameAs(source);
            assertThat(FigureSource.ALLOWED).contains(source.toString());
        }
        assertThat(FigureSource.of("LIVE")).isNull();
    }

    @Test
    void metricsTakeTurns() {
        assertThat(Metric.at(1)).isSameAs(Metric.REQUEST_RATE).hasToString("request_rate");
        assertThat(Metric.at(2)).isSameAs(Metric.ERROR_RATE);
        assertThat(Metric.at(3)).isSameAs(Metric.IN_FLIGHT);
        assertThat(Metric.at(4)).isSameAs(Metric.REQUEST_RATE);
        assertThat(Metric.IN_FLIGHT.description()).isEqualTo("Requests in flight");
    }
}
