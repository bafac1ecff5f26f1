package com.dataenginex.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityTest {

    @ParameterizedTest
    @CsvSource({"-1,DEBUG", "799,DEBUG", "800,INFO", "899,INFO", "900,WARNING", "999,WARNING", "1000,ERROR",
        "1099,ERROR", "1100,CRITICAL", "1101,CRITICAL"})
    void coversTheLevelsFromItsOwnToTheNext(String level, Severity severity) {
        assertThat(Severity.of(Level.parse(level))).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG,500", "INFO,800", "WARNING,900", "ERROR,1000", "CRITICAL,1100"})
    void anEventHasTheLevelOfItsSeverity(Severity severity, String level) {
        assertThat(severity.level()).isEqualTo(Level.parse(level));
    }

    @Test
    void knowsEachNameThatItSaysIsAllowed() {
        for (String name : Severity.ALLOWED.replaceAll("one of |or of Java's ", "").split(", ")) {
            assertThat(Severity.threshold(name)).as(name).isNotNull();
        }
        assertThat(Severity.threshold("warn")).isEqualTo(Level.WARNING);
        assertThat(Severity.threshold("loud")).isNull();
    }
}
