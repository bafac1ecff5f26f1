package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.readers.LoadedRule;
import com.dataenginex.readers.PrometheusDuration;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An alerting rule as Prometheus has loaded it, and what it reads.
 *
 * @param measured the query without its limit
 * @param comparison such as {@code >}
 * @param window of the recorded series that it reads; zero if it reads the present
 * @param recordedEvery how often that series is recorded; zero if there is none
 */
record DrilledRule(LoadedRule rule, String measured, String comparison, double limit, Duration window,
        Duration recordedEvery) {
    static final String PAGE = "page";
    private static final Pattern COMPARISON = Pattern.compile("(?s)^\\s*(.*?)\\s*(==|>=|<=|>|<)\\s*([-+0-9.eE]+)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern RANGE = Pattern.compile("\\[(\\w+)]");
    private static final Pattern ENVIRONMENT = Pattern.compile("environment=~?\"([^\"]*)\"");
    private static final String HARD = "hard=\"true\"";

    /** @throws HopException if there is none, or none that can be read */
    static DrilledRule find(List<LoadedRule> rules, Promise promise, String environment, boolean hard) {
        LoadedRule rule = rules.stream()
                .filter(one -> one.alerting() && one.name().equals(promise.alert()) && isOf(one, environment))
                .filter(one -> promise.fault() != DrillFault.DEPENDENCY || one.query().contains(HARD) == hard)
                .min(Comparator.comparing(one -> !PAGE.equals(one.labels().get("severity"))))
                .orElseThrow(() -> new HopException(HopNames.RULE,
                        "Prometheus has no rule " + promise.alert() + " for " + environment));
        Matcher parts = COMPARISON.matcher(rule.query());
        if (!parts.find()) {
            throw new HopException(HopNames.RULE, promise.alert() + " compares with no number: " + rule.query());
        }
        DrilledRule found = new DrilledRule(rule, parts.group(1), parts.group(2), Double.parseDouble(parts.group(3)),
                Duration.ZERO, Duration.ZERO).reading(rules);
        found.check(promise, environment);
        return found;
    }

    private static boolean isOf(LoadedRule rule, String environment) {
        String label = rule.labels().get("environment");
        if (label != null) {
            return label.equals(environment);
        }
        Matcher matcher = ENVIRONMENT.matcher(rule.query());
        return !matcher.find() || environment.matches(matcher.group(1));
    }

    private DrilledRule reading(List<LoadedRule> rules) {
        List<String> names = NAME.matcher(measured).results().map(name -> name.group()).toList();
        return rules.stream().filter(one -> !one.alerting() && names.contains(one.name())).findFirst()
                .map(recording -> new DrilledRule(rule, measured, comparison, limit,
                        RANGE.matcher(recording.query()).results()
                                .map(range -> PrometheusDuration.parse(range.group(1))).max(Comparator.naturalOrder())
                                .orElse(Duration.ZERO),
                        recording.interval()))
                .orElse(this);
    }

    private void check(Promise promise, String environment) {
        double promised = promise.limit(environment);
        if (limit != promised) {
            throw new HopException(HopNames.RULE,
                    "the limit of %s in %s is %s, and %s is promised".formatted(rule.name(), environment,
                            Numbers.text(limit), Numbers.text(promised)));
        }
        if (rule.health().equals("err")) {
            throw new HopException(HopNames.RULE, rule.name() + " cannot be evaluated: " + rule.lastError());
        }
    }

    boolean isBreachedBy(double value) {
        return switch (comparison) {
            case "==" -> value == limit;
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }

    String severity() {
        return rule.labels().getOrDefault("severity", "");
    }

    String text() {
        return rule.name() + " " + comparison + " " + Numbers.text(limit) + " for " + Times.text(rule.holds()) + ", "
                + severity();
    }
}
