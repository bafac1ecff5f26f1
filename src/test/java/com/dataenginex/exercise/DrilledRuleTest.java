package com.dataenginex.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.readers.LoadedRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrilledRuleTest {
    private static final Promise SLOW = new Promise(DrillFault.LATENCY, "Slow", Map.of("prod", 0.75, "dev", 1.5),
            Set.of());
    private static final Promise GONE = new Promise(DrillFault.DEPENDENCY, "Gone", Map.of("prod", 0.0), Set.of());
    private static final LoadedRule RECORDED = rule("app:durations:p95", false,
            "histogram_quantile(0.95, sum by (le) (rate(d_bucket[5m])))", Map.of());

    private static LoadedRule rule(String name, boolean alerting, String query, Map<String, String> labels) {
        return new LoadedRule("group", name, alerting, query, Duration.ofMinutes(3), labels, "ok", "", "inactive",
                Duration.ofSeconds(15), Duration.ofMinutes(2));
    }

    @Test
    void readsWhatIsMeasuredItsLimitAndItsWindow() {
        DrilledRule rule = DrilledRule.find(List.of(RECORDED,
                rule("Slow", true, "app:durations:p95{environment=\"dev\"} > 1.5", Map.of("environment", "dev")),
                rule("Slow", true, "app:durations:p95{environment=\"prod\"} > 0.75 and app:requests >= 20",
                        Map.of("environment", "prod", "severity", "page"))),
                SLOW, "prod", false);

        assertThat(rule.measured()).isEqualTo("app:durations:p95{environment=\"prod\"}");
        assertThat(rule.comparison()).isEqualTo(">");
        assertThat(rule.limit()).isEqualTo(0.75);
        assertThat(rule.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(rule.recordedEvery()).isEqualTo(Duration.ofSeconds(15));
        assertThat(rule.text()).isEqualTo("Slow > 0.75 for 3m, page");
        assertThat(rule.isBreachedBy(0.76)).isTrue();
        assertThat(rule.isBreachedBy(0.75)).isFalse();
        assertThat(rule.isBreachedBy(Double.NaN)).isFalse();
    }

    @Test
    void takesTheRuleOfSoftDependenciesUnlessAHardOneIsToFail() {
        List<LoadedRule> rules = List.of(
                rule("Gone", true, "min by (name) (up{environment=~\"prod|stage\",hard=\"true\"}) == 0",
                        Map.of("severity", "page")),
                rule("Gone", true, "min by (name) (up) == 0", Map.of("severity", "warning")));

        assertThat(DrilledRule.find(rules, GONE, "prod", false).severity()).isEqualTo("warning");
        assertThat(DrilledRule.find(rules, GONE, "prod", true).severity()).isEqualTo("page");
        assertThat(DrilledRule.find(rules, GONE, "prod", false).isBreachedBy(0)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Other | x{environment="prod"} > 0.75   | ok  | Prometheus has no rule Slow for prod
            Slow  | x{environment="stage"} > 0.75  | ok  | Prometheus has no rule Slow for prod
            Slow  | x{environment="prod"}          | ok  | Slow compares with no number: x{environment="prod"}
            Slow  | x{environment="prod"} > 7.5    | ok  | the limit of Slow in prod is 7.5, and 0.75 is promised
            Slow  | x{environment="prod"} > 0.075  | ok  | the limit of Slow in prod is 0.075, and 0.75 is promised
            Slow  | x{environment="prod"} > 0.75   | err | Slow cannot be evaluated: vanished
            """)
    void aRuleThatIsNotAsPromisedIsNamed(String name, String query, String health, String reason) {
        LoadedRule rule = new LoadedRule("group", name, true, query, Duration.ZERO, Map.of(), health, "vanished", "",
                Duration.ofSeconds(15), Duration.ZERO);

        assertThatThrownBy(() -> DrilledRule.find(List.of(rule), SLOW, "prod", false))
                .isInstanceOf(HopException.class).hasMessage(reason)
                .extracting(thrown -> ((HopException) thrown).hop()).isEqualTo("rule");
    }
}
