package com.dataenginex.readers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void whatAnotherProgramSaidStaysOnItsLine() {
        assertThat(OneLine.of("down:\r\n\u001b[2J√ fine\u2028\u202eoops")).isEqualTo("down: [2J√ fine oops");
        assertThat(OneLine.of("größer – 𝕏")).isEqualTo("größer – 𝕏");
    }

    @Test
    void itIsCutBetweenCharacters() {
        assertThat(OneLine.of("𝕏".repeat(1_001))).isEqualTo("𝕏".repeat(1_000) + "…");
    }
}
