package com.dataenginex.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class LoggingConfigTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings.of("""
                logging: {level: error, format: console, colour: false, queue-capacity: 64, flush-timeout: PT0S,
                  query-values: [a, b]}
                """);

        assertThat(LoggingConfig.read(settings)).isEqualTo(new LoggingConfig(Level.SEVERE, LogFormat.CONSOLE, false, 64,
                Duration.ZERO, Set.of("a", "b")));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }
}
