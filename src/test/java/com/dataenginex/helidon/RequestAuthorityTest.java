package com.dataenginex.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestAuthorityTest {
    /** The grammar of RFC 3986, 3.2.2, as a pattern. */
    private static final Pattern FORM = Pattern
            .compile("(?:\\[[0-9A-Fa-f:.]+]|(?:[A-Za-z0-9._~!$&'()*+;=-]|%(?!00)[0-9A-Fa-f]{2})+)(?::(\\d{0,5}))?");

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:", "a:80", "127.0.0.1:65535", "[::1]", "[::1]:8000", "a%2Db", "%41:1"})
    void isAHostWithOrWithoutAPort(String text) {
        assertThat(RequestAuthority.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":80", "a:65536", "a:080000", "a:8x", "a:80:", "[]", "[::1", "[::1]x", "[g]", "a%00",
        "a%4",
        "a%", "u@a", "a/b", "a b", "a,b", "ä", "a:\u0661"})
    void isNothingElse(String text) {
        assertThat(RequestAuthority.isValid(text)).isFalse();
    }

    @Property(tries = 20_000)
    void isWhatTheGrammarSays(@ForAll("texts") String text) {
        Matcher form = FORM.matcher(text);
        boolean expected = form.matches() && (form.group(1) == null || form.group(1).isEmpty()
                || Integer.parseInt(form.group(1)) <= 65_535);

        assertThat(RequestAuthority.isValid(text)).as(text).isEqualTo(expected);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries
                .of("a", "F", "9", "0", "%", "[", "]", ":", ".", "-", "~", "@", ",", " ", "65535", "65536", "%00",
                        "%4f", "\u00e9", "\u0661")
                .list().ofMaxSize(8).map(parts -> String.join("", parts));
    }
}
