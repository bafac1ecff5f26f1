package com.dataenginex.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.dataenginex.AppConfig;
import com.dataenginex.config.ConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExternalDataConfigTest {

    /** At night a source is left out, or one is put first, without a commit. */
    @Test
    void theSourcesAreChosenByAVariable() {
        ExternalDataConfig config = AppConfig.load(Map.of("DEX_EXTERNAL_DATA_SOURCES", "kraken, coinbase"))
                .externalData();

        assertThat(config.sources().keySet()).containsExactly("kraken", "coinbase");
    }

    @Test
    void refusesWhatContradictsItself() {
        ConfigException refused = catchThrowableOfType(ConfigException.class,
                () -> AppConfig.load(Map.of("DEX_EXTERNAL_DATA_SOURCES", "kraken,coinbase,kraken",
                        "DEX_EXTERNAL_DATA_CALL_TIMEOUT", "PT6S")));

        assertThat(refused.mistakes()).containsExactlyInAnyOrder(
                "external-data.sources = [kraken, coinbase, kraken] from environment variable DEX_EXTERNAL_DATA_SOURCES is not "
                        + "allowed; allowed: each source once",
                "external-data.call-timeout = PT6S from environment variable DEX_EXTERNAL_DATA_CALL_TIMEOUT is not "
                        + "allowed; allowed: no longer than external-data.total-timeout, PT5S");
    }
}
