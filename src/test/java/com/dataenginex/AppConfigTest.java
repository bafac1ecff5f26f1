package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Setting;
import com.dataenginex.config.Settings;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.LoggingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {

    @Test
    void hasTheDefaultsOfTheFile() {
        AppConfig config = AppConfig.load(Map.of("ENVIRONMENT", "prod"));

        assertThat(config.name()).isEqualTo("dataenginex");
        assertThat(config.http())
                .isEqualTo(new HttpConfig("0.0.0.0", 8_000, OptionalInt.empty(), 1 << 20, 16_384, 1_000, 2_000,
                        Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5),
                        Set.of()));
        assertThat(config.logging())
                .isEqualTo(new LoggingConfig(Level.INFO, LogFormat.JSON, true, 32_768, Duration.ofSeconds(2),
                        Set.of("currency", "count", "interval", "source")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void everyEnvironmentLoads(String environment) {
        assertThat(AppConfig.load(Map.of("ENVIRONMENT", environment)).environment()).isEqualTo(environment);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG,FINE", "INFO,INFO", "WARNING,WARNING", "ERROR,SEVERE", "CRITICAL,1100", "FINEST,FINEST",
        "SEVERE,SEVERE",
        "off,OFF"})
    void takesTheSpecificationsLevelsAndJavas(String name, String level) {
        assertThat(AppConfig.load(Map.of("LOG_LEVEL", name)).logging().level()).isEqualTo(Level.parse(level));
    }

    @ParameterizedTest
    @CsvSource({"localhost:4317,http://localhost:4317", "http://localhost:4317,http://localhost:4317",
        "https://otel.example.com,https://otel.example.com", "https://[::1]:4317,https://[::1]:4317"})
    void takesTheSpecificationsEndpoints(String text, String url) {
        assertThat(AppConfig.load(Map.of("OTLP_ENDPOINT", text)).tracing().endpoint()).isEqualTo(url);
    }

    @Test
    void theFileExplainsEachKeyAndNamesItsVariable() throws IOException {
        String yaml = Files.readString(Path.of("config/application.yaml"));
        for (Setting setting : known()) {
            String leaf = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            String comment = yaml.replaceAll("(?s).*?((?: *#[^\\n]*\\n)+) *" + leaf + ":.*", "$1");
            assertThat(comment).as("comment of %s", setting.key()).startsWith(" ").contains("#");
            if (!setting.environment().isEmpty()) {
                assertThat(yaml).as("variable of %s", setting.key()).contains("Env: " + setting.environment() + "\n");
            }
        }
    }

    @Test
    void theReadmesTableHoldsEveryVariableWithItsDefault() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("README.md"));
        Settings settings = new Settings(Map.of());
        AppConfig.read(settings);
        for (Setting setting : settings.known()) {
            if (!setting.environment().isEmpty()) {
                String value = settings.defaultOf(setting.key());
                String start = "| `" + setting.environment() + "` | `" + setting.key() + "` | "
                        + (value.isEmpty() ? "not set" : "`" + value + "`") + " | ";
                assertThat(readme).as("row of %s", setting.environment()).anyMatch(line -> line.startsWith(start));
            }
        }
        assertThat(readme).filteredOn(line -> line.matches("\\| `[A-Z_]+` \\| `.*"))
                .hasSameSizeAs(settings.known().stream().filter(s -> !s.environment().isEmpty()).toList());
    }

    private static List<Setting> known() {
        Settings settings = new Settings(Map.of());
        AppConfig.read(settings);
        return settings.known();
    }
}
