package com.dataenginex.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochNanosTest {
    @ParameterizedTest
    @ValueSource(strings = {"2026-02-05T10:30:00.000123456Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z",
        "1700-01-01T00:00:00.5Z", "2261-12-31T23:59:59.999999999Z"})
    void comeBackAsTheyWere(String text) {
        Instant time = Instant.parse(text);

        assertThat(EpochNanos.instant(EpochNanos.of(time))).isEqualTo(time);
    }

    @Test
    void whatIsOutOfRangeIsAtItsEnd() {
        assertThat(EpochNanos.instant(EpochNanos.of(Instant.MAX))).isBetween(Instant.parse("2262-01-01T00:00:00Z"),
                Instant.parse("2262-12-31T00:00:00Z"));
        assertThat(EpochNanos.instant(EpochNanos.of(Instant.MIN))).isBetween(Instant.parse("1677-01-01T00:00:00Z"),
                Instant.parse("1678-01-01T00:00:00Z"));
    }

    @Test
    void nowIsBetweenWhatWasBeforeAndWhatIsAfter() {
        Instant before = Instant.now();

        assertThat(EpochNanos.instant(EpochNanos.now())).isBetween(before, Instant.now());
    }
}
