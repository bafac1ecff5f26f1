package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-02-05T10:30:00Z");

    @ParameterizedTest
    @CsvSource({"0,0", "7,7", "599,599", "600,600", "601,600", "999999999,600", "'Thu, 5 Feb 2026 10:30:09 GMT',9",
        "'Thursday, 05-Feb-26 10:30:09 GMT',9", "'Thu Feb  5 10:30:09 2026',9", "'Saturday, 05-Feb-94 10:30:09 GMT',0",
        "'Thu, 05 Feb 2026 10:29:00 GMT',0", "'Thu, 05 Feb 2026 12:00:00 GMT',600"})
    void readsSecondsOrADateUpToTenMinutes(String text, long seconds) {
        assertThat(RetryAfter.read(text, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "soon", "1.5", "1000000000", "Thu, 05 Feb"})
    void isEmptyForWhatItCannotRead(String text) {
        assertThat(RetryAfter.read(text, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S,1", "PT0.001S,1", "PT1S,1", "PT1.000000001S,2", "PT2S,2", "PT9.5S,10"})
    void writesWholeSecondsAtLeastOne(Duration wait, String written) {
        assertThat(RetryAfter.write(wait)).isEqualTo(written);
    }
}
