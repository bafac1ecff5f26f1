package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingConfigTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings.of("""
                logging: {level: error, format: console, colour: always, request-started: false, queue-capacity: 64,
                  flush-timeout: PT0S, query-values: [a, b]}
                """);

        assertThat(LoggingConfig.read(settings)).isEqualTo(new LoggingConfig(Level.SEVERE, LogFormat.CONSOLE,
                Colour.ALWAYS, false, 64, Duration.ZERO, Set.of("a", "b")));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"auto,NO_COLOR,1,NEVER", "auto,NO_COLOR,'',AUTO", "auto,TERM,dumb,NEVER", "auto,TERM,xterm,AUTO",
        "always,NO_COLOR,1,ALWAYS", "always,TERM,dumb,ALWAYS", "never,TERM,xterm,NEVER"})
    void whatAUserWantsOfAllProgramsCountsWhereThisOneIsGivenNoOrder(String written, String variable, String value,
            Colour colour) {
        Settings settings = WrittenSettings.of("logging: {colour: " + written + "}", Map.of(variable, value));

        assertThat(LoggingConfig.read(settings).colour()).isEqualTo(colour);
    }

    @ParameterizedTest
    @CsvSource({"/dev/pts/3,true", "/dev/tty1,true", "/dev/console,true", "pipe:[123],false", "/dev/null,false",
        "/tmp/log,false", "socket:[1],false"})
    void knowsATerminalByItsDevice(String device, boolean terminal) {
        assertThat(Terminal.isTerminal(device)).isEqualTo(terminal);
    }
}
