package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.DataEngineX;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void takesTheStrongestSource() throws IOException {
        Path file = write("server: {port: 9001, host: 10.0.0.1}\nlogging: {query-values: [a]}");

        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString(), "PORT", "9002", "HOST", " "),
                DataEngineX.CONFIG);

        assertThat(settings.integer("server.port", "PORT", 0, 65_535)).isEqualTo(9_002);
        assertThat(settings.text("server.host", "HOST")).isEqualTo("10.0.0.1");
        assertThat(settings.text("logging.format", "LOG_FORMAT")).isEqualTo("console");
        assertThat(settings.text("application.name", "APP_NAME")).isEqualTo("dataenginex");
        assertThat(settings.list("logging.query-values", "a name", text -> text)).containsExactly("a");
    }

    @Test
    void choosesTheEnvironmentsFile() {
        Settings prod = new Settings(Map.of("ENVIRONMENT", "prod"), DataEngineX.CONFIG);

        assertThat(prod.environment()).isEqualTo("prod");
        assertThat(prod.text("logging.format", "LOG_FORMAT")).isEqualTo("json");
    }

    @Test
    void reportsEveryMistakeWithKeySourceAndWhatIsAllowed() throws IOException {
        Path file = write("server: {idle-timeout: soon, hostt: x}\nlogging: {query-values: [a, '']}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString(), "PORT", "tcp://u:p@10.0.0.1:5432?x=y",
                "ENVIRONMENT", "moon"), DataEngineX.CONFIG);
        settings.integer("server.port", "PORT", 0, 65_535);
        settings.duration("server.idle-timeout", Duration.ZERO, Duration.ofHours(1));
        settings.list("logging.query-values", "a name", text -> text.isEmpty() ? null : text);
        settings.text("server.host", "HOST");

        ConfigException refused = catchThrowableOfType(ConfigException.class, settings::check);

        assertThat(refused.mistakes()).contains(
                "environment = \"moon\" from environment variable ENVIRONMENT is not allowed; allowed: one of dev, stage, prod",
                "server.port = \"tcp://10.0.0.1:5432\" (its user, password and query are not shown) from environment "
                        + "variable PORT is not allowed; allowed: a whole number from 0 to 65535",
                "server.idle-timeout = \"soon\" from " + file
                        + " is not allowed; allowed: an ISO-8601 duration from PT0S to PT1H",
                "logging.query-values = \"\" from " + file + " is not allowed; allowed: a list, each a name");
        assertThat(refused.mistakes()).anyMatch(p -> p.startsWith("server.hostt in " + file + " is not a known key"));
        assertThat(refused).hasMessageStartingWith("The configuration has ").hasMessageContaining("\n  - server.port");
    }

    @Test
    void neverShowsASecret() {
        Settings settings = new Settings(Map.of("SECRET", "hunter2"), DataEngineX.CONFIG);

        settings.read("application.name", "SECRET", "none", text -> text.equals("hunter2") ? null : text, true);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check))
                .hasMessageContaining("(its value is secret)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAFileThatIsMissingOrBroken() throws IOException {
        Path broken = write("server: [");

        Settings missing = new Settings(Map.of("DEX_CONFIG", "/nowhere/x.yaml"), DataEngineX.CONFIG);
        Settings unreadable = new Settings(Map.of("DEX_CONFIG", broken.toString()), DataEngineX.CONFIG);

        assertThat(catchThrowableOfType(ConfigException.class, missing::check))
                .hasMessageContaining("DEX_CONFIG names /nowhere/x.yaml, which is no readable file");
        assertThat(catchThrowableOfType(ConfigException.class, unreadable::check))
                .hasMessageContaining("DEX_CONFIG names " + broken + ", which is not");
    }

    @Test
    void readsFlagsAndDecimals() throws IOException {
        Path file = write("tracing: {sample-ratio: 0.5, console: TRUE}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(settings.flag("tracing.console")).isTrue();
        assertThat(settings.decimal("tracing.sample-ratio", 0, 1)).isEqualTo(0.5);
        assertThat(catchThrowableOfType(ConfigException.class, settings::check)).hasMessageNotContaining("tracing.");
    }

    @Test
    void refusesWhatIsNeitherFlagNorDecimal() throws IOException {
        Path file = write("tracing: {sample-ratio: NaN, console: perhaps}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        settings.flag("tracing.console");
        settings.decimal("tracing.sample-ratio", 0, 1);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes()).contains(
                "tracing.console = \"perhaps\" from " + file + " is not allowed; allowed: true or false",
                "tracing.sample-ratio = \"NaN\" from " + file + " is not allowed; allowed: a number from 0.0 to 1.0");
    }

    @Test
    void refusesAListForAText() throws IOException {
        Path file = write("application: {name: [a, b]}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(settings.text("application.name")).isEqualTo("dataenginex");

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .contains("application.name in " + file + " is a list; allowed: any text");
    }

    @Test
    void anEmptyListTakesThePlaceOfAWeakerOne() throws IOException {
        Path file = write("logging: {query-values: []}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(settings.list("logging.query-values", "a name", text -> text)).isEmpty();
    }

    @Test
    void readsNullAsAnEmptyText() throws IOException {
        Path file = write("external-data: {coindesk: {api-key: null}}\nlogging: {format: ~}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(settings.secret("external-data.coindesk.api-key", "")).isEmpty();
        assertThat(settings.text("logging.format")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            server: &x {loop: *x}        | server.loop is an alias of a value that it is a part of
            base: &b {a: 1}\\nx: {<<: *b} | x.<< is a merge key; write the keys out
            application: {name: a, name: b} | application.name is given twice
            """)
    void refusesWhatYamlAllowsAndNobodyMeans(String yaml, String sentence) throws IOException {
        Path file = write(yaml.replace("\\n", "\n"));

        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check)).hasMessageContaining(sentence);
    }

    @Test
    void aBrokenFileIsNamedByLineAndColumnAndNeverQuoted() throws IOException {
        Path file = write("external-data:\n  coindesk:\n    api-key: \"s3cr3t-key\n");

        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check))
                .hasMessageContaining("found unexpected end of stream, line 4, column 1")
                .hasMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health: {dependencies: foo}
            health: {dependencies: ['tcp://a:1']}
            """)
    void refusesAListOfObjectsThatIsNone(String yaml) throws IOException {
        Path file = write(yaml);
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);
        settings.objects("health.dependencies", Set.of("name", "target"));

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .contains("health.dependencies in " + file
                        + " is not allowed; allowed: a list of objects, each with [name, target]");
    }

    @Test
    void takesAVariableByRuleForEveryKey() {
        Settings settings = new Settings(Map.of("DEX_SERVER_MAX_STREAMS", "7", "DEX_LOGGING_QUERY_VALUES", "a, b",
                "DEX_SERVER_PORT", "1", "PORT", "2"), DataEngineX.CONFIG);

        assertThat(settings.integer("server.max-streams", 1, 10)).isEqualTo(7);
        assertThat(settings.list("logging.query-values", "a name", text -> text)).containsExactly("a", "b");
        assertThat(settings.integer("server.port", "PORT", 0, 9)).as("its own variable is the stronger one")
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Geheim1 Geheim2", "Geheim1\r\nX-Header: Geheim2", "Geheim1\tGeheim2", "Geheim\u00fc",
        "Geheim\u0000"})
    void refusesASecretThatNoHeaderCanHoldAndDoesNotShowIt(String value) {
        Settings settings = new Settings(Map.of("DEX_COINDESK_API_KEY", value), DataEngineX.CONFIG);
        settings.secret("external-data.coindesk.api-key", "DEX_COINDESK_API_KEY");

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .filteredOn(mistake -> mistake.startsWith("external-data.coindesk.api-key = "))
                .containsExactly("external-data.coindesk.api-key = (its value is secret) from environment variable "
                        + "DEX_COINDESK_API_KEY is not allowed; allowed: visible ASCII characters, without a space or a line "
                        + "break, or empty");
    }

    @Test
    void aLineBreakAfterASecretIsNoneOfIt() {
        Settings settings = new Settings(Map.of("DEX_COINDESK_API_KEY", "k3y\n"), DataEngineX.CONFIG);

        assertThat(settings.secret("external-data.coindesk.api-key", "DEX_COINDESK_API_KEY")).isEqualTo("k3y");
    }

    @Test
    void refusesAVariableThatOverridesNothing() {
        Settings settings = new Settings(Map.of("DEX_SERVER_MAX_STREAM", "7"), DataEngineX.CONFIG);
        settings.integer("server.max-streams", 1, 10_000);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .filteredOn(mistake -> mistake.startsWith("environment variable")).containsExactly(
                        "environment variable DEX_SERVER_MAX_STREAM overrides no key; did you mean DEX_SERVER_MAX_STREAMS?");
    }

    /** The parser quotes what it does not understand. */
    @ParameterizedTest
    @ValueSource(strings = {"*Geheim1", "!!Geheim3", "\"\\UGeheim8aaaa\"", "\"\\xGeheim7\"", "!Geheim2", "&Geheim4",
        "!e!Geheim x",
        "[Geheim", "@Geheim", "%Geheim", "`Geheim"})
    void noPartOfAValueIsInTheSentenceAboutIt(String value) throws IOException {
        Path file = write("external-data:\n  coindesk:\n    api-key: " + value + "\n");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);

        ConfigException refused = catchThrowableOfType(ConfigException.class, settings::check);

        assertThat(refused).hasMessageContaining("DEX_CONFIG names " + file + ", which is not")
                .hasMessageNotContaining("Geheim").hasMessageNotContaining("Ge");
    }

    @Test
    void namesTheNearestKey() throws IOException {
        Path file = write("server: {prot: 1}\nlogging: {query-value: [a]}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);
        settings.integer("server.port", 0, 65_535);
        settings.list("logging.query-values", "a name", text -> text);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check))
                .hasMessageContaining("server.prot in " + file + " is not a known key; did you mean server.port?")
                .hasMessageContaining("did you mean logging.query-values?");
    }

    @Test
    void aSecretInBracesIsNotShown() throws IOException {
        Path file = write("external-data: {coindesk: {api-key: {hunter2: x}}}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);
        settings.secret("external-data.coindesk.api-key", "");

        assertThat(catchThrowableOfType(ConfigException.class, settings::check))
                .hasMessageContaining("external-data.coindesk.api-key in " + file
                        + " is a group of keys; allowed: visible ASCII characters")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aFieldOfAnObjectIsRefusedWithTheFileThatHasIt() throws IOException {
        Path file = write("health: {dependencies: [{name: a, target: 'tcp://a:1', hard: maybe}]}");
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);
        settings.field("health.dependencies", settings.objects("health.dependencies", Set.of("name", "target", "hard"))
                .getFirst(), "hard", false, "true or false", Settings::flagOf);

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .contains("health.dependencies.hard = \"maybe\" from " + file
                        + " is not allowed; allowed: true or false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server:", "server: 8000"})
    void aGroupOfKeysWithoutOneNamesThem(String yaml) throws IOException {
        Path file = write(yaml);
        Settings settings = new Settings(Map.of("DEX_CONFIG", file.toString()), DataEngineX.CONFIG);
        settings.text("server.host");
        settings.list("server.cors-origins", "any text", text -> text);
        settings.text("server.port");

        assertThat(catchThrowableOfType(ConfigException.class, settings::check).mistakes())
                .contains("server in " + file + " is a group of keys; allowed: cors-origins, host, port");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("x.yaml"), yaml);
    }
}
