package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of value, at its limits and beyond. */
class ReadingSettingsTest {

    @ParameterizedTest
    @CsvSource({"1,1,true", "2,2,true", "9,9,true", "0,8000,false", "10,8000,false", "x,8000,false"})
    void aWholeNumberIncludesBothLimits(String written, int read, boolean allowed) {
        Settings settings = WrittenSettings.of("server: {port: " + written + "}");

        // The default is no mistake of the operator's, so it is not held to the limits.
        assertThat(settings.<Integer>read("server.port", "1 to 9", text -> inLimits(text)))
                .isEqualTo(allowed ? read : null);
        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    private static Integer inLimits(String text) {
        int value = Integer.parseInt(text);
        return value >= 1 && value <= 9 ? Integer.valueOf(value) : null;
    }

    @ParameterizedTest
    @CsvSource({"7999,false", "8000,true", "8001,true", "9000,true", "9001,false"})
    void anIntegerIsFromTheFirstToTheLast(int written, boolean allowed) {
        Settings settings = WrittenSettings.of("server: {port: " + written + "}");

        assertThat(settings.integer("server.port", 8_000, 9_000)).isEqualTo(allowed ? written : 8_000);
        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"'',", "5,5", "7,7", "4,", "8,"})
    void anOptionalIntegerMayBeEmpty(String written, Integer read) {
        Settings settings = WrittenSettings.of("server: {admin-port: '" + written + "'}");

        OptionalInt value = settings.optionalInteger("server.admin-port", "", 5, 7);

        assertThat(value).isEqualTo(read == null ? OptionalInt.empty() : OptionalInt.of(read));
        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(read != null || written.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0.5,true", "1,true", "0.75,true", "0.49,false", "1.01,false", "NaN,false"})
    void aDecimalIncludesBothLimits(String written, boolean allowed) {
        Settings settings = WrittenSettings.of("tracing: {sample-ratio: " + written + "}");

        assertThat(settings.decimal("tracing.sample-ratio", 0.5, 1))
                .isEqualTo(allowed ? Double.parseDouble(written) : 1.0);
        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"PT1S,true", "PT10S,true", "PT0.999S,false", "PT10.001S,false", "soon,false"})
    void aDurationIncludesBothLimits(String written, boolean allowed) {
        Settings settings = WrittenSettings.of("tracing: {flush-timeout: " + written + "}");

        assertThat(settings.duration("tracing.flush-timeout", Duration.ofSeconds(1), Duration.ofSeconds(10)))
                .isEqualTo(allowed ? Duration.parse(written) : Duration.ofSeconds(5));
        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "False,false"})
    void aFlagIsTrueOrFalse(String written, boolean read) {
        Settings settings = WrittenSettings
                .of("tracing: {console: " + written + "}\nlogging: {colour: " + written + "}");

        assertThat(settings.flag("tracing.console")).isEqualTo(read);
        assertThat(settings.flag("logging.colour", "")).isEqualTo(read);
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void oneOfSeveralIsWrittenInAnyCase() {
        Settings settings = WrittenSettings.of("logging: {format: Json}", Map.of("LOG_FORMAT", "CONSOLE"));

        assertThat(settings.oneOf("logging.format", "", Kind.class)).isEqualTo(Kind.JSON);
        assertThat(settings.oneOf("logging.format", "LOG_FORMAT", Kind.class)).isEqualTo(Kind.CONSOLE);
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void anotherThanTheSeveralIsRefusedWithAllOfThem() {
        Settings settings = WrittenSettings.of("logging: {format: xml}");

        assertThat(settings.oneOf("logging.format", "", Kind.class)).isEqualTo(Kind.JSON);
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .endsWith("is not allowed; allowed: one of json, console");
    }

    private enum Kind {
        JSON,
        CONSOLE
    }

    @Test
    void aSecretIsReadLikeAnyText() {
        Settings settings = WrittenSettings.of("application: {name: ' inner '}", Map.of("SECRET", "hunter2"));

        assertThat(settings.secret("application.name", "SECRET")).isEqualTo("hunter2");
        assertThat(settings.secret("application.name", "")).isEqualTo("inner");
        assertThat(settings.text("application.name")).isEqualTo("inner");
    }

    @Test
    void aVariableByRuleIsWeakerThanTheKeysOwnAndStrongerThanAFile() {
        Settings settings = WrittenSettings.of("server: {port: 1, max-streams: 1}\nlogging: {query-values: [a]}",
                Map.of("PORT", "2", "DEX_SERVER_PORT", "3", "DEX_SERVER_MAX_STREAMS", "4", "DEX_LOGGING_QUERY_VALUES",
                        "b, c"));

        assertThat(settings.integer("server.port", "PORT", 0, 9)).isEqualTo(2);
        assertThat(settings.integer("server.port", 0, 9)).isEqualTo(3);
        assertThat(settings.integer("server.max-streams", 0, 9)).isEqualTo(4);
        assertThat(settings.list("logging.query-values", "a name", text -> text)).containsExactly("b", "c");
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void aListLeavesOutWhatIsNotAllowed() {
        Settings settings = WrittenSettings.of("logging: {query-values: [a, bb, c]}");

        assertThat(settings.list("logging.query-values", "a letter", text -> text.length() == 1 ? text : null))
                .containsExactly("a", "c");
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("logging.query-values = \"bb\" from ");
    }

    @Test
    void objectsAreThoseOfTheStrongestFileThatHasAny() {
        Settings none = WrittenSettings.of("");
        Settings two = WrittenSettings.of("health: {dependencies: [{name: a}, {name: b, color: red, shape: round}]}");

        assertThat(none.objects("health.dependencies", Set.of("name"))).isEmpty();
        assertThat(two.objects("health.dependencies", Set.of("name"))).extracting(one -> one.get("name"))
                .containsExactly("a", "b");
        assertThat(WrittenSettings.mistakes(none)).isEmpty();
        assertThat(WrittenSettings.mistakes(two)).hasSize(2)
                .anyMatch(text -> text.endsWith("color is not a known field; allowed: [name]"))
                .anyMatch(text -> text.endsWith("shape is not a known field; allowed: [name]"));
    }

    @Test
    void aFileWithoutObjectsLeavesThoseOfAWeakerOneAndAnEmptyListTakesTheirPlace() {
        Settings without = new Settings(Map.of(),
                new ConfigSources("DEX_", "FILE", List.of("/config/application-dev.yaml", "/config/objects.yaml")));
        Settings empty = new Settings(Map.of(),
                new ConfigSources("DEX_", "FILE", List.of("/config/application.yaml", "/config/objects.yaml")));

        assertThat(without.objects("health.dependencies", Set.of("name"))).containsExactly(Map.of("name", "weak"));
        assertThat(empty.objects("health.dependencies", Set.of("name"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "[a, b]", "[{name: a}, b]"})
    void whatIsNoListOfObjectsIsAMistake(String written) {
        Settings settings = WrittenSettings.of("health: {dependencies: " + written + "}");

        settings.objects("health.dependencies", Set.of("name", "hard"));

        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("health.dependencies in ")
                .endsWith(" is not allowed; allowed: a list of objects, each with [hard, name]");
    }

    @Test
    void aFieldOfAnObjectIsReadRefusedOrAbsent() {
        Settings settings = WrittenSettings.of("health: {dependencies: [{hard: ' true ', soft: perhaps}]}");
        Map<String, String> object = settings.objects("health.dependencies", Set.of("hard", "soft")).getFirst();

        assertThat(field(settings, object, "hard")).isTrue();
        assertThat(field(settings, object, "none")).isFalse();
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
        assertThat(field(settings, object, "soft")).isFalse();
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("health.dependencies.soft = \"perhaps\" from ").endsWith("; allowed: true or false");
    }

    private static boolean field(Settings settings, Map<String, String> object, String field) {
        return settings.field("health.dependencies", object, field, false, "true or false", Settings::flagOf);
    }

    @Test
    void givesTheVariablesOfAPrefixThatAreSet() {
        Settings settings = WrittenSettings.of("", Map.of("OTEL_A", "1", "OTEL_B", " ", "OTHER", "2"));

        assertThat(settings.variables("OTEL_")).isEqualTo(Map.of("OTEL_A", "1"));
    }

    @Test
    void tellsTheDefaultOfAKeyAsItIsWritten() {
        Settings settings = WrittenSettings.of("server: {port: 1}");

        assertThat(settings.defaultOf("server.port")).isEqualTo("8000");
        assertThat(settings.defaultOf("logging.query-values")).isEqualTo("currency, count, interval, source");
    }

    @Test
    void aKeyWithoutADefaultIsAMistakeOfTheCode() {
        Settings settings = WrittenSettings.of("server: {nope: 1}");

        assertThatThrownBy(() -> settings.text("server.nope")).isInstanceOf(IllegalStateException.class)
                .hasMessage("server.nope has no default in application.yaml");
    }

    @Test
    void knowsWhatWasAskedForAndWhatOfTheDefaultsWasNot() {
        Settings settings = WrittenSettings.of("");
        settings.integer("server.port", "PORT", 0, 65_535);

        assertThat(settings.known())
                .containsExactly(new Setting("server.port", "PORT", "a whole number from 0 to 65535"));
        assertThat(settings.unknownDefaults()).anyMatch(text -> text.startsWith("server.host in application.yaml "))
                .noneMatch(text -> text.startsWith("server.port "));
    }

    /** The weaker one holds the default; a test service may have keys of its own in front of the product's. */
    @Test
    void theDefaultIsThatOfTheWeakestFileThatHasTheKey() {
        Settings settings = new Settings(Map.of("ENVIRONMENT", "dev"), new ConfigSources("DEX_", "FILE",
                List.of("/config/application-{environment}.yaml", "/config/application.yaml")));

        assertThat(settings.text("logging.format")).isEqualTo("console");
        assertThat(settings.defaultOf("logging.format")).isEqualTo("json");
    }

    @ParameterizedTest
    @ValueSource(strings = {" Prod ", "PROD", "prod"})
    void theEnvironmentIsReadInAnyCase(String written) {
        Settings settings = WrittenSettings.of("", Map.of("ENVIRONMENT", written));

        assertThat(settings.environment()).isEqualTo("prod");
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "moon"})
    void anyOtherEnvironmentIsDev(String written) {
        assertThat(WrittenSettings.of("", Map.of("ENVIRONMENT", written)).environment()).isEqualTo("dev");
    }

    @Test
    void countsTheMistakes() {
        assertThat(new ConfigException(List.of("one"))).hasMessage("The configuration has a mistake:\n  - one");
        assertThat(new ConfigException(List.of("one", "two")))
                .hasMessage("The configuration has 2 mistakes:\n  - one\n  - two");
    }

    @Test
    void noCredentialsAreInTheSentenceAboutTheEnvironment() {
        assertThat(WrittenSettings.mistakes(WrittenSettings.of("", Map.of("ENVIRONMENT", "http://u:Geheim@h/"))))
                .contains(
                        "environment = \"http://h/\" (its user, password and query are not shown) from environment variable "
                                + "ENVIRONMENT is not allowed; allowed: one of dev, stage, prod");
    }
}
