package com.dataenginex.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedHeaderTest {
    private static final String KEY = "k".repeat(32);
    private static final String OTHER = "o".repeat(32);
    private static final Instant NOW = Instant.ofEpochSecond(1_795_476_857);
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final String PATH = "/api/items/7";

    private static SignedHeader header(Instant now, String... keys) {
        return new SignedHeader("X-Debug", List.of(keys), () -> now);
    }

    private final String signed = header(NOW, KEY).sign("GET", PATH, TTL);

    @Test
    void hasTheFormThatIsDocumented() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(
                mac.doFinal("x-debug\nv1\nGET\n/api/items/7\n1795477457".getBytes(StandardCharsets.UTF_8)));

        assertThat(signed).matches("v1;exp=1795477457;path=/api/items/7;kid=[0-9a-f]{8};sig=.*")
                .endsWith(";sig=" + signature).doesNotContain(KEY);
        assertThat(header(NOW, KEY).check("GET", PATH, signed)).isEqualTo(SignatureCheck.ACCEPTED);
    }

    @Test
    void isGoodForOneMethodOnePathAndOneHeader() {
        assertThat(header(NOW, KEY).check("POST", PATH, signed)).isEqualTo(SignatureCheck.FORGED);
        assertThat(header(NOW, KEY).check("GET", "/api/items/8", signed)).isEqualTo(SignatureCheck.OTHER_PATH);
        assertThat(header(NOW, KEY).check("GET", "/api/items/8", signed.replace("items/7", "items/8")))
                .isEqualTo(SignatureCheck.FORGED);
        assertThat(new SignedHeader("X-Drill", List.of(KEY), () -> NOW).check("GET", PATH, signed))
                .isEqualTo(SignatureCheck.FORGED);
    }

    @ParameterizedTest
    @CsvSource({"0,ACCEPTED", "600,ACCEPTED", "630,ACCEPTED", "631,EXPIRED", "86400,EXPIRED", "-330,ACCEPTED",
        "-331,TOO_LONG"})
    void isGoodUntilItsTimeWithThirtySecondsOfSkew(long secondsLater, SignatureCheck result) {
        assertThat(header(NOW.plusSeconds(secondsLater), KEY).check("GET", PATH, signed)).isEqualTo(result);
    }

    @Test
    void twoKeysAreGoodAtOnceAndTheFirstOneSigns() {
        String byNew = header(NOW, OTHER, KEY).sign("GET", PATH, TTL);

        assertThat(header(NOW, OTHER, KEY).check("GET", PATH, signed)).isEqualTo(SignatureCheck.ACCEPTED);
        assertThat(header(NOW, OTHER).check("GET", PATH, byNew)).isEqualTo(SignatureCheck.ACCEPTED);
        assertThat(header(NOW, OTHER).check("GET", PATH, signed)).isEqualTo(SignatureCheck.UNKNOWN_KEY);
        assertThat(header(NOW).check("GET", PATH, signed)).isEqualTo(SignatureCheck.UNKNOWN_KEY);
        assertThat(header(NOW).isOn()).isFalse();
    }

    /** No character of it may change. */
    @Test
    void noOctetOfItMayBeAnother() {
        for (int i = 0; i < signed.length(); i++) {
            // The last character of base64url has bits that are not used.
            for (int bit = 0; bit < 6; bit++) {
                String changed = signed.substring(0, i) + (char) (signed.charAt(i) ^ 1 << bit)
                        + signed.substring(i + 1);
                assertThat(header(NOW, KEY).check("GET", PATH, changed)).as(changed)
                        .isNotEqualTo(SignatureCheck.ACCEPTED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "true", "v2;exp=1;path=/;kid=00000000;sig=x", "v1;exp=;path=/;kid=;sig=",
        "v1;exp=1795477457;path=/a b;kid=00000000;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "v1;exp=9999999999999999999;path=/;kid=00000000;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatHasAnotherFormIsMalformed(String value) {
        assertThat(header(NOW, KEY).check("GET", PATH, value)).isEqualTo(SignatureCheck.MALFORMED);
        assertThat(header(NOW, KEY).check("GET", PATH, "v1;exp=1;path=/" + "a".repeat(1 << 20) + value))
                .isEqualTo(SignatureCheck.MALFORMED);
    }

    @Test
    void signsNoLongerThanAQuarterOfAnHourAndNoQuery() {
        SignedHeader header = header(NOW, KEY);
        assertThat(header.check("GET", PATH, header.sign("GET", PATH, Duration.ofMinutes(15))))
                .isEqualTo(SignatureCheck.ACCEPTED);
        for (Duration wrong : List.of(Duration.ofSeconds(901), Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> header.sign("GET", PATH, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String wrong : List.of("api", "/a?b=c", "/a;b", "/a b", "/ä", "", "/" + "a".repeat(1_024))) {
            assertThatThrownBy(() -> header.sign("GET", wrong, TTL)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> header(NOW).sign("GET", PATH, TTL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void parametersAreSignedTooAndOnlyThoseOfTheHeaderAreTaken() throws Exception {
        SignedHeader drill = new SignedHeader("X-Drill", Set.of("fault", "ms"), List.of(KEY), Duration.ofMinutes(1),
                () -> NOW);
        String value = drill.sign("GET", PATH, Map.of("ms", "1", "fault", "latency"), Duration.ofMinutes(1));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(
                "x-drill\nv1\nGET\n/api/items/7\n1795476917\nfault=latency\nms=1".getBytes(StandardCharsets.UTF_8)));

        assertThat(value).matches("v1;exp=1795476917;path=/api/items/7;fault=latency;ms=1;kid=[0-9a-f]{8};sig=.*")
                .endsWith(";sig=" + signature);
        assertThat(drill.check("GET", PATH, value)).isEqualTo(SignatureCheck.ACCEPTED);
        assertThat(drill.parameters(value)).containsExactly(Map.entry("fault", "latency"), Map.entry("ms", "1"));
        for (String changed : List.of(value.replace(";ms=1", ";ms=2"), value.replace(";ms=1", ""),
                value.replace(";ms=1;", ";ms=1;ms=1;"), value.replace("fault=latency;ms=1", "ms=1;fault=latency"))) {
            assertThat(drill.check("GET", PATH, changed)).as(changed).isEqualTo(SignatureCheck.FORGED);
        }
        assertThat(header(NOW, KEY).check("GET", PATH, value)).isEqualTo(SignatureCheck.MALFORMED);
        assertThat(drill.check("GET", PATH, value.replace(";ms=1", ";sh=1"))).isEqualTo(SignatureCheck.MALFORMED);
        assertThatThrownBy(() -> drill.sign("GET", PATH, TTL)).isInstanceOf(IllegalArgumentException.class);
        for (Map<String, String> wrong : List.of(Map.of("x", "1"), Map.of("ms", "1;2"), Map.of("ms", ""))) {
            assertThatThrownBy(() -> drill.sign("GET", PATH, wrong, Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void showsNoKey() {
        assertThat(new DebugConfig(KEY, OTHER)).asString().isEqualTo("DebugConfig[on]");
        assertThat(new DebugConfig("", OTHER)).asString().isEqualTo("DebugConfig[off]");
        assertThat(new DebugConfig("", OTHER).header(() -> NOW).isOn()).isFalse();
    }
}
