package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.http.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private final Endpoints endpoints = new Endpoints(List.of(endpoint("/"), endpoint("/health"),
            endpoint("/api/items/{id}"), endpoint("/api/items/new"), endpoint("/a/{b}/c/{d}")));

    private static Endpoint endpoint(String template) {
        return Endpoint.get(template, (req, res) -> res.send());
    }

    @ParameterizedTest
    @CsvSource({"/,/,", "/health,/health,", "/api/items/7,/api/items/{id},7", "/api/items/new,/api/items/new,",
        "/a/1/c/2,/a/{b}/c/{d},1 2", "/api/items/a%20b,/api/items/{id},a b", "/api/items/a+b,/api/items/{id},a+b",
        "/api/items/%C3%BC,/api/items/{id},ü", "/api/items/%c3%bf,/api/items/{id},ÿ",
        "/api/items/%f0%9f%98%80,/api/items/{id},😀", "/api/items/%09,/api/items/{id},'\t'",
        "/api/items/...,/api/items/{id},...",
        "/api/items/a;v=1,/api/items/{id},a;v=1"})
    void findsAnEndpointAndItsValues(String target, String template, String values) {
        Endpoints.Match match = endpoints.find(target);

        assertThat(match.endpoint().template()).isEqualTo(template);
        assertThat(String.join(" ", match.values())).isEqualTo(values == null ? "" : values);
    }

    /** Looked up letter by letter: what looks alike is not there. */
    @ParameterizedTest
    @ValueSource(strings = {"/health/", "/Health", "/health;x", "/%68ealth", "/healt%68", "/api/items/", "/api/items",
        "/api/items/7/", "/api/items/7/8", "/a/1/c", "/health%20", "/~health"})
    void anotherPathIsNotThere(String target) {
        assertThat(endpoints.find(target).endpoint()).isSameAs(Endpoint.NONE);
    }

    /** A proxy in front could read these as another path. */
    @ParameterizedTest
    @ValueSource(strings = {"//health", "/./health", "/../health", "/x/../health", "/health/.", "/health/..",
        "/x/%2e%2e/health",
        "/x/.%2E/health", "/%2e/health", "/x/..;/health", "/x/..;a=b/health", "/x/%2e%2e;/health", "/x//health",
        "/health//",
        "/x%2fhealth", "/x%2Fhealth", "/x%5chealth", "/x\\health", "/%00", "/%", "/%2", "/%zz", "/a%g0", "/health%ff%",
        "",
        "health", "a:.", "example.com:443", "http://a/health", "://a/health",
        "/%\uff11\uff11"})
    void refusesWhatHasMoreThanOneMeaning(String target) {
        assertThat(endpoints.find(target).endpoint()).isSameAs(Endpoint.NOT_CANONICAL);
    }

    @Test
    void refusesTwoEndpointsOfOnePath() {
        assertThatThrownBy(() -> new Endpoints(List.of(endpoint("/a/{b}"), endpoint("/a/{c}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/a/{c} and /a/{b} are one path; give it once, with and(…)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "//", "/a//b", "/{A}", "/{a", "/a b", "/a{b}", "/a?b"})
    void refusesATemplateThatIsNone(String template) {
        assertThatThrownBy(() -> endpoint(template)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no path template; allowed: segments and {name}");
    }

    /** Whose computed answer needs no credentials. */
    @Test
    void refusesAHandlerOfItsOwnForOptions() {
        assertThatThrownBy(() -> Endpoint.on(Method.OPTIONS, "/a", (req, res) -> res.send()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesItsMethodsInOrder() {
        Endpoint endpoint = Endpoint.on(Method.POST, "/a", (req, res) -> res.send()).and(Method.GET,
                (req, res) -> res.send());

        assertThat(endpoint.methods()).isEqualTo("POST, GET, HEAD, OPTIONS");
    }
}
