package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownKeysTest {
    private final KnownKeys known = new KnownKeys(new ConfigSources("DEX_", "FILE", List.of()));

    @Test
    void tellsWhatItKnowsInOrder() {
        know("b", "a.c", "a.b");

        assertThat(known.all()).extracting(Setting::key).containsExactly("a.b", "a.c", "b");
    }

    @Test
    void aKnownKeyMayBeATextOrAList() {
        know("a.text", "a.list");

        assertThat(mistakes(Map.of("a.text", "1", "a.list.0", "x", "a.list.12", "y"))).isEmpty();
    }

    @Test
    void whateverIsBelowAFreeKeyIsKnown() {
        known.addAllBelow("a");

        assertThat(mistakes(Map.of("a.0.name", "x", "a.1", "y", "a", ""))).isEmpty();
        assertThat(mistakes(Map.of("ab", "x"))).hasSize(1);
    }

    /** In another file it holds further keys, which are looked at themselves. */
    @Test
    void anEmptyKeyThatHoldsOthersElsewhereIsNoMistakeOfItsOwn() {
        know("server.port");
        List<String> mistakes = new ArrayList<>();

        known.check(List.of(new Layer("one.yaml", Map.of("server", "")),
                new Layer("other.yaml", Map.of("server.port", "1"))), mistakes);

        assertThat(mistakes).isEmpty();
    }

    @Test
    void namesEachUnknownKeyInOrder() {
        know("a");

        assertThat(mistakes(Map.of("zzzzzzzz", "1", "yyyyyyyy", "2"))).containsExactly(
                "yyyyyyyy in x.yaml is not a known key; the bundled file of defaults lists every key",
                "zzzzzzzz in x.yaml is not a known key; the bundled file of defaults lists every key");
    }

    /** Up to a quarter of its letters may be wrong, or two of a short one; the nearest of several, the first of two. */
    @ParameterizedTest
    @CsvSource({"other.port,server.port", "abc,abcde", "ab,-", "abcdefghijklwxyz,abcdefghijkl", "abcdefghijkvwxyz,-",
        "server.porx,server.port", "bcde,abcde", "abXcde,abcde", "abcdf,abcde", "mnoq,mnop", "nm,-"})
    void suggestsTheNearestKey(String written, String suggested) {
        know("abcde", "abcdefghijkl", "mnop", "mnor", "server.port", "server.post");

        assertThat(mistakes(Map.of(written, "1"))).singleElement().asString().endsWith("-".equals(suggested)
                ? "the bundled file of defaults lists every key"
                : "did you mean " + suggested + "?");
    }

    @ParameterizedTest
    @CsvSource({"DEX_SERVER_MAX_STREAMS,", "FILE,", "PORT,", "OTHER,",
        "DEX_SERVER_MAX_STREAM,; did you mean DEX_SERVER_MAX_STREAMS?",
        "DEX_NOTHING_LIKE_ANY_OF_THEM,''", "DEX_PRT,''"})
    void aVariableWithThePrefixOverridesAKeyOrIsAMistake(String name, String suggestion) {
        known.add(new Setting("server.max-streams", "", "any text"));
        known.add(new Setting("server.port", "PORT", "any text"));
        List<String> mistakes = new ArrayList<>();

        known.checkVariables(Set.of(name), mistakes);

        assertThat(mistakes).isEqualTo(suggestion == null
                ? List.of()
                : List.of("environment variable " + name + " overrides no key" + suggestion));
    }

    @Test
    void anotherPrefixIsOfNoInterest() {
        assertThat(known.variableByRule("server.max-streams")).isEqualTo("DEX_SERVER_MAX_STREAMS");
    }

    private void know(String... keys) {
        for (String key : keys) {
            known.add(new Setting(key, "", "any text"));
        }
    }

    private List<String> mistakes(Map<String, String> values) {
        List<String> mistakes = new ArrayList<>();
        known.check(List.of(new Layer("x.yaml", values)), mistakes);
        return mistakes;
    }
}
