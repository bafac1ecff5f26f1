package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.AppConfig;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLinksTest {

    /** Services of these names beside ours: each has a variable of the name of one of our settings. */
    @ParameterizedTest
    @ValueSource(strings = {"DEX_DB", "ADMIN", "DEX_SERVER", "DEX_SOMETHING"})
    void aServiceBesideOursDoesNotStopIt(String service) {
        AppConfig alone = AppConfig.load(Map.of());

        assertThat(AppConfig.load(Map.of(service + "_SERVICE_HOST", "10.0.0.1", service + "_SERVICE_PORT", "5432",
                service + "_SERVICE_PORT_PG", "5432", service + "_PORT", "tcp://10.0.0.1:5432",
                service + "_PORT_5432_TCP", "tcp://10.0.0.1:5432", service + "_PORT_5432_TCP_PROTO", "tcp",
                service + "_PORT_5432_TCP_PORT", "5432", service + "_PORT_5432_TCP_ADDR", "10.0.0.1")).service()
                .health()).isEqualTo(alone.service().health());
    }

    @Test
    void whatWasSetByHandBesideAServiceIsRead() {
        Map<String, String> variables = new HashMap<>(Map.of("DEX_DB_SERVICE_HOST", "10.0.0.1", "DEX_DB_HOST", "db"));
        variables.put("DEX_DB_PORT", "5433");

        assertThat(AppConfig.load(variables).service().health().dependencies().getFirst().target())
                .hasToString("tcp://db:5433");
    }

    @Test
    void anAddressAsAPortIsAMistakeWhereThereIsNoService() {
        Map<String, String> variables = Map.of("DEX_DB_HOST", "db", "DEX_DB_PORT", "tcp://10.0.0.1:5432");

        assertThat(catchThrowableOfType(ConfigException.class, () -> AppConfig.load(variables)).mistakes().getFirst())
                .startsWith("health.database.port = \"tcp://10.0.0.1:5432\" from environment variable DEX_DB_PORT");
    }

    @Test
    void nothingElseIsLeftOut() {
        Map<String, String> variables = Map.of("HOST", "::", "PORT", "80", "A_PORT", "81", "A_SERVICE_HOST", "a",
                "SERVICE_HOST", "b", "B_PORT_80", "c", "C_PORT_80_TCP_X", "d");

        assertThat(ServiceLinks.without(variables)).containsOnlyKeys("HOST", "PORT", "A_PORT", "SERVICE_HOST",
                "B_PORT_80", "C_PORT_80_TCP_X");
    }
}
