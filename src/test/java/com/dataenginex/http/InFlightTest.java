package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight requests = new InFlight();

    @Test
    void whatHasEndedIsNotCounted() {
        requests.begun();
        requests.begun();
        requests.ended();

        assertThat(requests.count()).isEqualTo(1);
    }

    @Test
    void whatEndsBeforeTheDeadlineIsNotCounted() {
        requests.begun();
        requests.dueAt(System.nanoTime() + 60_000_000_000L);
        requests.ended();

        assertThat(requests.count()).isZero();
    }

    @Test
    void whatEndsAfterTheDeadlineStaysCounted() {
        requests.begun();
        requests.dueAt(System.nanoTime());
        requests.ended();

        assertThat(requests.count()).isEqualTo(1);
    }
}
