package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.config.ConfigException;
import com.dataenginex.config.Setting;
import com.dataenginex.config.Settings;
import com.dataenginex.http.ClientAddress;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.logging.Colour;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.LoggingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppConfigTest {

    @Test
    void hasTheDefaultsOfTheFile() {
        AppConfig config = AppConfig.load(Map.of("ENVIRONMENT", "prod"));

        assertThat(config.service().name()).isEqualTo("dataenginex");
        assertThat(config.service().http())
                .isEqualTo(new HttpConfig("0.0.0.0", 8_000, OptionalInt.empty(), 1 << 20, 16_384, 1_000, 2_000,
                        4_096, new ClientAddress(List.of(), HeaderNames.X_FORWARDED_FOR),
                        Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5),
                        Set.of()));
        assertThat(config.service().logging())
                .isEqualTo(
                        new LoggingConfig(Level.INFO, LogFormat.JSON, Colour.AUTO, false, 32_768, Duration.ofSeconds(2),
                                Set.of("currency", "count", "interval", "source")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void everyEnvironmentLoads(String environment) {
        assertThat(AppConfig.load(Map.of("ENVIRONMENT", environment)).service().environment()).isEqualTo(environment);
    }

    @ParameterizedTest
    @CsvSource({"DEBUG,FINE", "INFO,INFO", "WARNING,WARNING", "ERROR,SEVERE", "CRITICAL,1100", "FINEST,FINEST",
        "SEVERE,SEVERE",
        "off,OFF"})
    void takesTheSpecificationsLevelsAndJavas(String name, String level) {
        assertThat(AppConfig.load(Map.of("LOG_LEVEL", name)).service().logging().level()).isEqualTo(Level.parse(level));
    }

    @ParameterizedTest
    @CsvSource({"localhost:4317,http://localhost:4317", "http://localhost:4317,http://localhost:4317",
        "https://otel.example.com,https://otel.example.com", "https://[::1]:4317,https://[::1]:4317"})
    void takesTheSpecificationsEndpoints(String text, String url) {
        assertThat(AppConfig.load(Map.of("OTLP_ENDPOINT", text)).service().tracing().endpoint()).isEqualTo(url);
    }

    @Test
    void theFileExplainsEachKeyWithItsRangeAndItsVariable() throws IOException {
        Map<String, String> comments = comments(Files.readAllLines(Path.of("config/application.yaml")));
        comments.putAll(comments(Files.readAllLines(Path.of("config/slo.yaml"))));
        List<String> wrong = new ArrayList<>();
        for (Setting setting : known().known()) {
            String comment = comments.getOrDefault(setting.key(), "");
            if (!plain(comment).contains(plain(setting.allowed()))) {
                wrong.add("the comment right above " + setting.key() + " must say what is allowed, \""
                        + plain(setting.allowed()) + "\": " + comment);
            }
            if (!comment.replaceAll("(?s).*Env: |^(?!.*Env: ).*", "").strip().equals(setting.variable())) {
                wrong.add("the comment of " + setting.key() + " must end in its variable, \"Env: " + setting.variable()
                        + "\": " + comment);
            }
        }
        // Not AssertJ's soft assertions, which write classes of their own for seconds.
        assertThat(wrong).as("config/application.yaml").isEmpty();
    }

    /** So that at night nothing waits for a commit. */
    @Test
    void everyKeyHasAVariableByRuleThatReachesIt() {
        Map<String, String> variables = new HashMap<>();
        for (Setting setting : known().known()) {
            if (!List.of("any text", "a list, each the name of a query parameter").contains(setting.allowed())) {
                variables.put("DEX_" + setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'),
                        "\u00a7");
            }
        }

        ConfigException refused = catchThrowableOfType(ConfigException.class, () -> AppConfig.load(variables));

        assertThat(variables).hasSizeGreaterThan(60);
        assertThat(variables.keySet()).allSatisfy(name -> assertThat(refused.mistakes())
                .anyMatch(mistake -> mistake.contains(" from environment variable " + name + " is not allowed")));
    }

    @Test
    void theTwoPortsDiffer() {
        assertThatThrownBy(() -> AppConfig.load(Map.of("PORT", "9000", "ADMIN_PORT", "9000")))
                .isInstanceOf(ConfigException.class).hasMessageContaining(
                        "server.admin-port = 9000 is not allowed; allowed: another port than server.port, or empty");
    }

    @Test
    void theFileHoldsNoKeyThatNobodyReads() {
        assertThat(known().unknownDefaults()).as("keys of config/application.yaml").isEmpty();
    }

    /** The comment above each key, by dotted key. */
    private static Map<String, String> comments(List<String> lines) {
        Map<String, String> comments = new HashMap<>();
        List<String> path = new ArrayList<>();
        StringBuilder comment = new StringBuilder();
        for (String line : lines) {
            Matcher key = Pattern.compile("( *)([a-z-]+):.*").matcher(line);
            if (line.strip().startsWith("#")) {
                comment.append(line.strip().substring(1)).append(' ');
            } else if (key.matches()) {
                path.subList(Math.min(path.size(), key.group(1).length() / 2), path.size()).clear();
                path.add(key.group(2));
                comments.put(String.join(".", path), comment.toString());
                comment.setLength(0);
            } else {
                comment.setLength(0);
            }
        }
        return comments;
    }

    /** Without capitals, with one space between words, and with numbers and kinds as the file writes them. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").replaceAll("\\b(\\d+)\\.0\\b", "$1")
                .replace("an iso-8601 duration ", "").replaceAll("^a list, each ", "");
    }

    @Test
    void theReadmesTableHoldsEveryVariableWithItsDefault() throws IOException {
        List<String> readme = Files.readAllLines(Path.of("README.md"));
        Settings settings = known();
        for (Setting setting : settings.known()) {
            if (!setting.variable().isEmpty()) {
                String value = settings.defaultOf(setting.key());
                String start = "| `" + setting.variable() + "` | `" + setting.key() + "` | "
                        + (value.isEmpty() ? "not set" : "`" + value + "`") + " | ";
                assertThat(readme).as("README.md needs a row %s…", start).anyMatch(line -> line.startsWith(start));
            }
        }
        assertThat(readme).filteredOn(line -> line.matches("\\| `[A-Z_]+` \\| `.*"))
                .hasSameSizeAs(settings.known().stream().filter(s -> !s.variable().isEmpty()).toList());
    }

    private static Settings known() {
        Settings settings = new Settings(Map.of(), DataEngineX.CONFIG);
        AppConfig.read(settings);
        return settings;
    }
}
