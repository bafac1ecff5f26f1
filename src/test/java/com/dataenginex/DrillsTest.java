package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.exercise.Promise;
import com.dataenginex.exercise.Promises;
import com.dataenginex.infra.Infra;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What drills hold the rules to is what the rules are. */
class DrillsTest {
    private static final Promises PROMISES = Drills.promises(AppConfig.load(Map.of()).objectives());
    private static final Pattern LIMIT = Pattern.compile("\\{environment=\"(\\w+)\"} > ([\\d.]+)");

    @Test
    void theLimitsAndNamesAreThoseOfTheRules() {
        Set<String> alerts = Infra.alerts().stream().map(alert -> alert.path("alert").asText())
                .collect(Collectors.toSet());
        Set<String> recorded = Infra.rules().stream().map(rule -> rule.path("record").asText())
                .collect(Collectors.toSet());

        assertThat(recorded).contains(PROMISES.budgetSeries());
        for (Promise promise : PROMISES.all()) {
            assertThat(alerts).contains(promise.alert()).containsAll(promise.along());
            Map<String, Double> limits = new TreeMap<>();
            for (JsonNode alert : Infra.alerts()) {
                Matcher limit = LIMIT.matcher(alert.path("expr").asText());
                if (alert.path("alert").asText().equals(promise.alert()) && limit.find()) {
                    limits.put(limit.group(1), Double.parseDouble(limit.group(2)));
                }
            }
            assertThat(promise.limits())
                    .isEqualTo(limits.isEmpty() ? Map.of("prod", 0.0, "stage", 0.0, "dev", 0.0) : limits);
        }
    }
}
