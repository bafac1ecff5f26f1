package com.dataenginex.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FlightTest {
    private final AtomicLong underWay = new AtomicLong();

    @Test
    void manyStreamsLeaveRoomForTheLinesOfOthers() {
        List<Flight> streams = flights(2_000, 4 << 20);

        List<Flight> others = flights(1_000, 4 << 20);
        others.forEach(one -> one.said(line(), false, false));

        assertThat(others).allSatisfy(one -> assertThat(one.over().lines()).hasSize(1));
        assertThat(streams).allSatisfy(one -> assertThat(one.over().leftOut()).isZero());
        assertThat(underWay).hasValue(0);
    }

    @Test
    void soManyThatNothingIsLeftCountForNoMore() {
        long limit = 1 << 18;
        List<Flight> streams = flights(4_000, limit);
        streams.forEach(one -> one.said(line(), false, false));

        assertThat(underWay.get()).isLessThanOrEqualTo(limit);
        assertThat(streams.getLast().over().leftOut()).isEqualTo(1);
        streams.forEach(Flight::over);
        assertThat(underWay.get()).isZero();
    }

    @Test
    void theLineThatEndsItHasAPlaceAlways() {
        Flight flight = flights(1, 0).getFirst();
        flight.said(line(), false, false);

        flight.said(line(), true, true);

        Flight.Remains remains = flight.over();
        assertThat(remains.lines()).hasSize(1);
        assertThat(remains.leftOut()).isEqualTo(1);
    }

    @Test
    void oneThatIsOverKeepsNothing() {
        Flight flight = flights(1, 1 << 20).getFirst();
        flight.said(line(), false, false);

        assertThat(flight.over().lines()).hasSize(1);
        assertThat(flight.over().lines()).isEmpty();
        assertThat(flight.unwritten()).isEmpty();
    }

    private List<Flight> flights(int count, long limit) {
        List<Flight> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Flight(underWay, limit));
        }
        return all;
    }

    private static LogLine line() {
        return new LogLine(0, Severity.DEBUG, "logger", "event", Fields.NONE, null, null, null, null,
                false);
    }
}
