package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentTest {
    private final List<String> encoded = new ArrayList<>();
    private final Recent<String> recent = new Recent<>(String::equals, String::strip, text -> {
        encoded.add(text);
        return text.getBytes(StandardCharsets.UTF_8);
    });

    @Test
    void encodesOnceWhatIsSaidAgain() {
        assertThat(recent.of("a", 1)).asString(StandardCharsets.UTF_8).isEqualTo("a");
        assertThat(recent.of("a", 1)).asString(StandardCharsets.UTF_8).isEqualTo("a");

        assertThat(encoded).containsExactly("a");
    }

    @Test
    void whatIsNewTakesThePlaceOfWhatWasThere() {
        recent.of("a", 1);
        assertThat(recent.of("b", 1)).asString(StandardCharsets.UTF_8).isEqualTo("b");
        recent.of("b", 1);
        recent.of("a", 1);

        assertThat(encoded).containsExactly("a", "b", "a");
    }

    @Test
    void comparesWithTheKeyThatIsKept() {
        recent.of(" a ", 1);
        recent.of("a", 1);

        assertThat(encoded).containsExactly(" a ");
    }

    /** The lowest 24 bits of a hash choose among the slots. */
    @ParameterizedTest
    @CsvSource({"0,1,apart", "0,255,apart", "0,256,apart", "0,65536,apart", "0,65280,apart", "0,257,together",
        "0,65537,together", "0,65792,together", "1,256,together", "256,65536,together", "-1,255,together"})
    void spreadsHashesOverTheSlots(int one, int other, String where) {
        recent.of("a", one);
        recent.of("b", other);
        encoded.clear();

        recent.of("a", one);

        assertThat(encoded.isEmpty()).isEqualTo("apart".equals(where));
    }
}
