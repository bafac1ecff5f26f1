package com.dataenginex.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.AppConfig;
import com.dataenginex.config.ConfigException;
import com.dataenginex.service.ServiceConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyTargetTest {

    @ParameterizedTest
    @CsvSource({"tcp://my_db:5432,tcp://my_db:5432", "redis://[::1]:6379,redis://[::1]:6379",
        "tcp://10.0.0.1:1,tcp://10.0.0.1:1",
        "http://api:80/health,http://api:80/health", "https://[::1]/,https://[::1]/",
        "http://rate_source:21010/health,http://rate_source:21010/health"})
    void isWhatATextNames(String text, String target) {
        assertThat(DependencyTarget.of(text)).hasToString(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db:5432", "tcp://db", "tcp://db:0", "tcp://db:65536", "tcp://db:123456", "tcp://:1",
        "tcp://u:p@db:1", "tcp://a b:1", "tcp://[::g]:1", "tcp://::1:5432", "udp://db:1", "http://", "http:///x",
        "ftp://a/", "http://a:65536/", "http://${HOST}/",
        "tcp://${HOST}:1", "tcp://[queue]:1", "http://[queue]/", "redis://[10.0.0.1]:1", "redis://-db:1"})
    void isNoneForAnythingElse(String text) {
        assertThat(DependencyTarget.of(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_db", "::1", "db.example.com", "10.0.0.1"})
    void aHostAndAPortStayApart(String host) {
        ServiceConfig config = AppConfig.load(Map.of("DEX_DB_HOST", host, "DEX_DB_PORT", "5432")).service();

        assertThat(config.health().dependencies().getFirst().target())
                .isEqualTo(new DependencyTarget.Socket(host, 5_432, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${DB_HOST}", "a b", "a/b", "u@h", "db:5432", "-x", "[::1]", ":::", "a..b", "256.1.1.1",
        "1.2.3"})
    void whatIsNoHostIsRefused(String host) {
        ConfigException refused = catchThrowableOfType(ConfigException.class,
                () -> AppConfig.load(Map.of("DEX_DB_HOST", host, "DEX_DB_PORT", "5432")));

        assertThat(refused).hasMessageContaining(" from environment variable DEX_DB_HOST is not allowed; allowed: "
                + "a host name or an address, or empty");
    }

    @Test
    void aResultMustNotBeStaleBeforeTheNextOneIsThere() {
        ConfigException refused = catchThrowableOfType(ConfigException.class,
                () -> AppConfig.load(Map.of("DEX_HEALTH_INTERVAL", "PT2S", "DEX_HEALTH_STALE_AFTER", "PT2.5S")));

        assertThat(refused).hasMessageContaining("health.stale-after = PT2.5S is not allowed");
    }
}
