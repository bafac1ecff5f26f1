package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {

    @Test
    void createsRandomUuids() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = RequestId.create();
            UUID uuid = UUID.fromString(id);
            assertThat(uuid).hasToString(id);
            assertThat(uuid.version()).isEqualTo(4);
            assertThat(uuid.variant()).isEqualTo(2);
            ids.add(id);
        }
        assertThat(ids).hasSize(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-Z_0.9:/+=", "0f1e"})
    void keepsWhatIsValid(String id) {
        assertThat(RequestId.accept(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\nb", "\u2028", "{\"a\":1}", "é", "a,b"})
    void replacesWhatIsNot(String id) {
        assertThat(RequestId.accept(id)).isNotEqualTo(id).hasSize(36);
    }

    /** The first and the last of each range, and their neighbours. */
    @Test
    void takesLettersDigitsAndSevenSigns() {
        String taken = "09azAZ-_.:/+=";
        for (char c = 0; c < 0x180; c++) {
            boolean letterOrDigit = c < 0x80 && Character.isLetterOrDigit(c);
            assertThat(RequestId.isValid("a" + c)).as("character %d", (int) c)
                    .isEqualTo(letterOrDigit || taken.indexOf(c) >= 0);
        }
    }

    /** Every bit but the version's four and the variant's two. */
    @Test
    void allOtherBitsAreRandom() {
        long highAny = 0;
        long highAll = -1;
        long lowAny = 0;
        long lowAll = -1;
        for (int i = 0; i < 1_000; i++) {
            UUID uuid = UUID.fromString(RequestId.create());
            highAny |= uuid.getMostSignificantBits();
            highAll &= uuid.getMostSignificantBits();
            lowAny |= uuid.getLeastSignificantBits();
            lowAll &= uuid.getLeastSignificantBits();
        }

        assertThat(highAny ^ highAll).isEqualTo(~0xf000L);
        assertThat(lowAny ^ lowAll).isEqualTo(0x3fff_ffff_ffff_ffffL);
    }

    @Test
    void takesUpTo128Characters() {
        assertThat(RequestId.isValid("x".repeat(128))).isTrue();
        assertThat(RequestId.isValid("x".repeat(129))).isFalse();
        assertThat(RequestId.accept(null)).hasSize(36);
    }
}
