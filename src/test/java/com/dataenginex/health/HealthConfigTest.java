package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthConfigTest {
    private final List<FixedDependency> fixed = List.of(FixedDependency.socket("database", "DB"),
            FixedDependency.cache("cache", "CACHE"), FixedDependency.web("external_api", "API_URL"));

    @Test
    void withoutConfigurationNothingHasATarget() {
        Settings settings = WrittenSettings.of("");

        assertThat(read(settings).dependencies()).containsExactly(new DependencyConfig("database", null, true),
                new DependencyConfig("cache", null, true), new DependencyConfig("external_api", null, false));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings
                .of("""
                        health: {interval: PT1S, timeout: PT2S, failures-to-go-down: 4, successes-to-come-up: 5, stale-after: PT1M,
                          database: {host: db, port: 1, hard: false}, cache: {host: "::1", port: 2, protocol: redis, hard: false},
                          external-api: {url: "https://a/b", hard: true},
                          dependencies: [{name: queue_2, target: "tcp://q:3", hard: true}, {name: site, target: "http://s"}]}
                        """);

        HealthConfig config = read(settings);

        assertThat(config.interval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.failuresToGoDown()).isEqualTo(4);
        assertThat(config.successesToComeUp()).isEqualTo(5);
        assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.dependencies()).containsExactly(
                new DependencyConfig("database", new DependencyTarget.Socket("db", 1, false), false),
                new DependencyConfig("cache", new DependencyTarget.Socket("::1", 2, true), false),
                new DependencyConfig("external_api", DependencyTarget.web("https://a/b"), true),
                new DependencyConfig("queue_2", new DependencyTarget.Socket("q", 3, false), true),
                new DependencyConfig("site", DependencyTarget.web("http://s"), false));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void variablesNameASocketToo() {
        Settings settings = WrittenSettings.of("",
                Map.of("DB_HOST", "db", "DB_PORT", "1", "CACHE_HOST", "c", "CACHE_PORT", "2", "API_URL", "http://a"));

        assertThat(read(settings).dependencies()).extracting(DependencyConfig::target).containsExactly(
                new DependencyTarget.Socket("db", 1, false), new DependencyTarget.Socket("c", 2, false),
                DependencyTarget.web("http://a"));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @Test
    void aHostWithoutAPortIsAMistake() {
        Settings settings = WrittenSettings.of("health: {database: {host: db}}");

        assertThat(read(settings).dependencies().getFirst().target()).isNull();
        assertThat(WrittenSettings.mistakes(settings)).containsExactly(
                "health.database is half configured: DB_PORT is missing; allowed: host and port, or no host");
    }

    /** At night the host alone is emptied. */
    @Test
    void anEmptyHostIsNotConfiguredWhateverThePortIs() {
        Settings settings = WrittenSettings.of("", Map.of("DB_HOST", "", "DB_PORT", "5432"));

        HealthConfig config = read(settings);

        assertThat(config.dependencies().getFirst()).isEqualTo(new DependencyConfig("database", null, true));
        assertThat(config.remarks()).containsExactly(
                "health.database is not checked: its port is set and its host is empty (DB_HOST)");
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"database.host,-a", "cache.protocol,udp", "external-api.url,ftp://a", "database.port,0",
        "database.port,65536"})
    void refusesWhatIsNotAllowed(String key, String value) {
        String[] parts = key.split("\\.");
        Settings settings = WrittenSettings.of("health: {" + parts[0] + ": {" + parts[1] + ": '" + value + "'}}");

        read(settings);

        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString()
                .startsWith("health." + key + " = \"" + value + "\" from ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {target: "tcp://a:1"}                | name "" is not allowed; allowed: snake case, each once, none of [lifecycle, process, startup]
            {name: Queue, target: "tcp://a:1"}   | name "Queue" is not allowed; allowed: snake case, each once, none of [lifecycle, process, startup]
            {name: database, target: "tcp://a:1"} | name "database" is not allowed; allowed: snake case, each once, none of [lifecycle, process, startup]
            {name: q}                            | target "" of q is not allowed; allowed: tcp://host:port, redis://host:port, http://… or https://…
            {name: q, target: "udp://u:p@a:1"}   | target "udp://a:1" of q is not allowed; allowed: tcp://host:port, redis://host:port, http://… or https://…
            """)
    void refusesAFurtherDependencyThatIsNone(String entry, String sentence) {
        Settings settings = WrittenSettings.of("health: {dependencies: [" + entry + "]}");

        assertThat(read(settings).dependencies()).hasSize(3);
        assertThat(WrittenSettings.mistakes(settings)).containsExactly("health.dependencies: " + sentence);
    }

    /** 1.1 times the interval and the timeout: 1.1 s and 0.4 s. */
    @ParameterizedTest
    @CsvSource({"PT1.499S,false", "PT1.5S,false", "PT1.501S,true"})
    void aResultMustLastUntilTheNextOne(String staleAfter, boolean allowed) {
        Settings settings = WrittenSettings.of("health: {interval: PT1S, timeout: PT0.4S, stale-after: " + staleAfter
                + "}");

        read(settings);

        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    private HealthConfig read(Settings settings) {
        return HealthConfig.read(settings, fixed);
    }
}
