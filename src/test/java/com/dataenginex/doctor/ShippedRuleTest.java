package com.dataenginex.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.readers.LoadedRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedRuleTest {
    private static final ShippedRule SLOW = new ShippedRule("Slow", """
            app:p95{environment="dev", app=~"a|b{2}"} > 1.50  # seconds
            and
            (app:count >= 20)""", Duration.ofMinutes(5), Duration.ZERO,
            Map.of("severity", "page", "environment", "dev"));

    @Test
    void isReadFromTheFileThatIsShipped() {
        List<ShippedRule> rules = ShippedRule.read("/rules/dataenginex-alerts.yml");

        assertThat(rules).hasSizeGreaterThan(40).anySatisfy(rule -> {
            assertThat(rule.title()).isEqualTo("DataEngineXLatencyHigh{environment=prod, severity=page}");
            assertThat(rule.holds()).isEqualTo(Duration.ofMinutes(3));
            assertThat(rule.appliesTo("prod")).isTrue();
            assertThat(rule.appliesTo("dev")).isFalse();
        });
    }

    @Test
    void isTheSameHoweverPrometheusPrintsIt() {
        assertThat(SLOW.difference(loaded("app:p95{app=~\"a|b{2}\",environment=\"dev\"} > 1.5 and (app:count >= 20)",
                Duration.ofMinutes(5)))).isEmpty();
    }

    @Test
    void saysWhichThresholdIsAnother() {
        assertThat(SLOW.difference(loaded("app:p95{app=~\"a|b{2}\",environment=\"dev\"} > 15 and (app:count >= 20)",
                Duration.ofMinutes(5)))).isEqualTo(SLOW.title() + " has the threshold 15, 20, the file has 1.5, 20");
        assertThat(SLOW.difference(loaded("app:p95{app=~\"a|c\",environment=\"dev\"} > 1.5 and (app:count >= 20)",
                Duration.ofMinutes(5)))).isEqualTo(SLOW.title() + " has another expression than the file");
        assertThat(SLOW.difference(loaded("app:p95{environment=\"dev\",app=~\"a|b{2}\"} > 1.5 and (app:count >= 20)",
                Duration.ofMinutes(50)))).isEqualTo(SLOW.title() + " waits 3000 s, the file says 300 s");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (errors or 0 * all) / all     | errors or 0 * all / all
            1 - bad / (0.001 * all)       | 1 - bad / 0.001 * all
            up{job="a b"}                 | up{job="ab"}
            up{job="#1"} > 0              | up{job="#2"} > 0
            a and b                       | aandb
            """)
    void whatMeansSomethingElseIsAnotherExpression(String ours, String theirs) {
        ShippedRule rule = new ShippedRule("Slow", ours, Duration.ofMinutes(5), Duration.ZERO, SLOW.labels());

        assertThat(rule.difference(loaded(ours, Duration.ofMinutes(5)))).isEmpty();
        assertThat(rule.difference(loaded(theirs, Duration.ofMinutes(5)))).contains(" has another expression");
    }

    @Test
    void isAnotherOneIfItFiresOnForAnotherTime() {
        ShippedRule rule = new ShippedRule("Slow", "up", Duration.ofMinutes(5), Duration.ofMinutes(2), SLOW.labels());

        assertThat(rule.difference(loaded("up", Duration.ofMinutes(5))))
                .isEqualTo(rule.title() + " keeps firing 0 ms, the file says 120 s");
    }

    @Test
    void aTimeOutsideOfOursIsAsFarOffAsItIsOutside() {
        Instant from = Instant.parse("2026-11-26T10:00:00.900Z");
        Instant to = from.plusMillis(50);

        assertThat(ClockChecks.between(Instant.parse("2026-11-26T10:00:00Z"), Duration.ofSeconds(1), from, to))
                .isZero();
        assertThat(ClockChecks.between(from.minusSeconds(3), Duration.ofSeconds(1), from, to)).hasSeconds(-2);
        assertThat(ClockChecks.between(to.plusSeconds(7), Duration.ofSeconds(1), from, to)).hasSeconds(7);
    }

    private static LoadedRule loaded(String query, Duration holds) {
        return new LoadedRule("group", "Slow", true, query, holds, SLOW.labels(), "ok", "", "inactive",
                Duration.ofSeconds(15), Duration.ZERO);
    }
}
