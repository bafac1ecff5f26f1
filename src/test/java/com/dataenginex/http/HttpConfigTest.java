package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.WrittenSettings;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {

    @Test
    void readsEveryKey() {
        Settings settings = WrittenSettings
                .of("""
                        server: {host: 127.0.0.1, port: 1, admin-port: 2, max-payload-bytes: 3, max-header-bytes: 1024,
                          max-concurrent-requests: 4, max-streams: 5, max-connections: 16,
                          trusted-proxies: [10.0.0.0/8, "::1"], forwarded-header: forwarded, write-timeout: PT0.1S, header-timeout: PT0.2S,
                          body-timeout: PT0.3S, idle-timeout: PT1S, cors-origins: [https://a.example]}
                        """);

        assertThat(HttpConfig.read(settings))
                .isEqualTo(new HttpConfig("127.0.0.1", 1, OptionalInt.of(2), 3, 1_024, 4, 5, 16,
                        new ClientAddress(List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")),
                                HeaderNames.FORWARDED),
                        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofSeconds(1),
                        Set.of("https://a.example")));
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1,false", "1,2,true", "0,0,true", "1,'',true", "0,1,true"})
    void theAdminPortIsAnother(String port, String adminPort, boolean allowed) {
        Settings settings = WrittenSettings.of("server: {port: " + port + ", admin-port: '" + adminPort + "'}");

        HttpConfig.read(settings);

        assertThat(WrittenSettings.mistakes(settings).isEmpty()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0,http://localhost:80,127.0.0.1", "::,http://localhost:80,127.0.0.1",
        "10.0.0.1,http://10.0.0.1:80,10.0.0.1", "::1,http://[::1]:80,::1"})
    void namesItsAddressForPeopleAndForPrograms(String host, String address, String local) {
        HttpConfig config = HttpConfig.read(WrittenSettings.of("server: {host: '" + host + "'}"));

        assertThat(config.address(80)).isEqualTo(address);
        assertThat(config.localHost()).isEqualTo(local);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://app.example.com", "http://a:8080", "http://[::1]:1"})
    void takesAnOriginAsBrowsersSendIt(String origin) {
        Settings settings = WrittenSettings.of("server: {cors-origins: ['" + origin + "']}");

        assertThat(HttpConfig.read(settings).corsOrigins()).containsExactly(origin);
        assertThat(WrittenSettings.mistakes(settings)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a/", "ftp://a", "a", "https://A", "**", "http://a:123456"})
    void refusesWhatIsNoOrigin(String origin) {
        Settings settings = WrittenSettings.of("server: {cors-origins: ['" + origin + "']}");

        assertThat(HttpConfig.read(settings).corsOrigins()).isEmpty();
        assertThat(WrittenSettings.mistakes(settings)).singleElement().asString().startsWith("server.cors-origins = ");
    }
}
