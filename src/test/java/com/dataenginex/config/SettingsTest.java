package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void takesTheStrongestSource() throws IOException {
        Path file = write("server: {port: 9001, host: 10.0.0.1}\nlogging: {query-values: [a]}");

        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString(), "PORT", "9002", "HOST", " "));

        assertThat(settings.integer("server.port", "PORT", 0, 65_535)).isEqualTo(9_002);
        assertThat(settings.text("server.host", "HOST")).isEqualTo("10.0.0.1");
        assertThat(settings.text("logging.format", "LOG_FORMAT")).isEqualTo("console");
        assertThat(settings.text("application.name", "APP_NAME")).isEqualTo("dataenginex");
        assertThat(settings.list("logging.query-values", "a name", text -> text)).containsExactly("a");
    }

    @Test
    void choosesTheEnvironmentsFile() {
        Settings prod = new Settings(Map.of("ENVIRONMENT", "prod"));

        assertThat(prod.environment()).isEqualTo("prod");
        assertThat(prod.text("logging.format", "LOG_FORMAT")).isEqualTo("json");
    }

    @Test
    void reportsEveryProblemWithKeySourceAndWhatIsAllowed() throws IOException {
        Path file = write("server: {idle-timeout: soon, hostt: x}\nlogging: {query-values: [a, '']}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString(), "PORT", "tcp://u:p@10.0.0.1:5432?x=y",
                "ENVIRONMENT", "moon"));
        settings.integer("server.port", "PORT", 0, 65_535);
        settings.duration("server.idle-timeout", "", Duration.ZERO, Duration.ofHours(1));
        settings.list("logging.query-values", "a name", text -> text.isEmpty() ? null : text);
        settings.text("server.host", "HOST");

        ConfigException refused = catchThrowableOfType(ConfigException.class, settings::check);

        assertThat(refused.problems()).contains(
                "environment = \"moon\" from environment variable ENVIRONMENT is not allowed; allowed: one of dev, stage, prod",
                "server.port = \"tcp://10.0.0.1:5432\" from environment variable PORT is not allowed; allowed: a whole number from "
                        + "0 to 65535",
                "server.idle-timeout = \"soon\" from " + file
                        + " is not allowed; allowed: an ISO-8601 duration from PT0S to PT1H",
                "logging.query-values = \"\" from " + file + " is not allowed; allowed: a list, each a name");
        assertThat(refused.problems()).anyMatch(p -> p.startsWith("server.hostt in " + file + " is not a known key"));
        assertThat(refused).hasMessageStartingWith("The configuration has ").hasMessageContaining("\n  - server.port");
    }

    @Test
    void neverShowsASecret() {
        Settings settings = new Settings(Map.of("SECRET", "hunter2"));

        settings.read("application.name", "SECRET", "none", text -> text.equals("hunter2") ? null : text, true);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check))
                .hasMessageContaining("(its value is secret)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAFileThatIsMissingOrBroken() throws IOException {
        Path broken = write("server: [");

        Settings missing = new Settings(Map.of("DEX_CONFIG", "/nowhere/x.yaml"));
        Settings unreadable = new Settings(Map.of("DEX_CONFIG", broken.toString()));

        assertThat(catchThrowableOfType(ConfigException.class, missing::check))
                .hasMessageContaining("DEX_CONFIG names /nowhere/x.yaml, which is no readable file");
        assertThat(catchThrowableOfType(ConfigException.class, unreadable::check))
                .hasMessageContaining("DEX_CONFIG names " + broken + ", which is not valid YAML");
    }

    @Test
    void readsFlagsAndDecimals() {
        Settings settings = new Settings(Map.of("A", "TRUE", "B", "0.5", "C", "NaN", "D", "perhaps"));

        assertThat(settings.flag("logging.colour", "A")).isTrue();
        assertThat(settings.decimal("server.port", "B", 0, 1)).isEqualTo(0.5);
        settings.decimal("server.port", "C", 0, 10_000);
        settings.flag("logging.colour", "D");

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).problems())
                .hasSizeGreaterThanOrEqualTo(2);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("x.yaml"), yaml);
    }
}
