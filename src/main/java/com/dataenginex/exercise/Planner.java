package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.LoadedRule;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.PrometheusDuration;
import com.dataenginex.readers.ScrapeTarget;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what is loaded and what goes on, and plans from it; refuses where a drill would do harm or prove nothing. */
final class Planner {
    private static final String DEV = "dev";
    private static final double LOW_BUDGET = 0.1;
    private static final Duration TRAFFIC_WINDOW = Duration.ofMinutes(5);

    private final ExerciseOptions options;
    private final Surroundings around;

    Planner(ExerciseOptions options, Surroundings around) {
        this.options = options;
        this.around = around;
    }

    /**
     * @throws RefusedException if no drill should be held now
     * @throws HopException if a rule is not as it is promised
     */
    List<DrillPlan> plans() {
        around.prometheus().ready();
        around.alertmanagers().forEach(AlertmanagerClient::ready);
        compareAlertmanagers();
        List<LoadedRule> rules = around.prometheus().rules();
        List<DrillPlan> plans = options.faults().stream().map(fault -> plan(fault, rules)).toList();
        refuseIfActive(plans);
        refuseIfBudgetIsLow();
        return plans;
    }

    /** One that is not asked might not have the alert, or be the one that notifies. */
    private void compareAlertmanagers() {
        List<String> sentTo = around.prometheus().alertmanagers();
        if (sentTo.isEmpty()) {
            throw new HopException(HopNames.ALERTMANAGER, "Prometheus sends its alerts to no Alertmanager");
        }
        if (sentTo.size() > around.alertmanagers().size()) {
            throw new RefusedException("Prometheus sends its alerts to " + sentTo.size()
                    + " Alertmanagers, of which --alertmanager must name each: " + String.join(", ", sentTo));
        }
    }

    private DrillPlan plan(DrillFault fault, List<LoadedRule> rules) {
        Promise promise = around.promises().of(fault);
        boolean hard = fault == DrillFault.DEPENDENCY && options.hard();
        DrilledRule rule = DrilledRule.find(rules, promise, options.environment(), hard);
        List<ScrapeTarget> targets = around.targets();
        double traffic = traffic(Times.longer(rule.window(), TRAFFIC_WINDOW));
        Share share = Share.of(fault, around.promises(), options.environment(), traffic, rule.window(),
                options.service() == null ? 1 : Math.max(1, targets.size()));
        Timing timing = new Timing(share.breach(),
                targets.stream().map(ScrapeTarget::interval).max(Comparator.naturalOrder()).orElse(Duration.ZERO),
                rule.recordedEvery(), rule.rule().interval(), rule.rule().holds(), rule.rule().keepsFiring(),
                rule.window(), group(promise));
        return new DrillPlan(promise, rule, timing, share, traffic,
                fault == DrillFault.DEPENDENCY ? dependency(hard) : "", hard);
    }

    private double traffic(Duration window) {
        double rate = around.value("sum by (app, environment) (rate("
                + around.series("http_requests_total") + "[" + window.toSeconds() + "s]))", "");
        return Double.isNaN(rate) ? 0 : rate;
    }

    /** A group that was notified of before waits for its interval. */
    private Duration group(Promise promise) {
        Duration wait = Duration.ZERO;
        Duration interval = Duration.ZERO;
        for (AlertmanagerClient alertmanager : around.alertmanagers()) {
            String configuration = alertmanager.configuration();
            wait = Times.longer(wait, longest(configuration, "group_wait", Duration.ofSeconds(30)));
            interval = Times.longer(interval, longest(configuration, "group_interval", Duration.ofMinutes(5)));
        }
        String fired = around.series("ALERTS", "alertname=\"" + promise.alert() + "\"", "alertstate=\"firing\"");
        boolean recently = !around.prometheus()
                .query("count_over_time(" + fired + "[" + interval.multipliedBy(2).toSeconds() + "s])").isEmpty();
        return recently ? Times.longer(wait, interval) : wait;
    }

    private static Duration longest(String configuration, String key, Duration usual) {
        Matcher values = Pattern.compile("(?m)\\b" + key + "[\"']?:\\s*[\"']?(\\w+)").matcher(configuration);
        return values.results().map(found -> PrometheusDuration.parse(found.group(1)))
                .max(Comparator.naturalOrder()).orElse(usual);
    }

    private String dependency(boolean hard) {
        List<String> known = around.prometheus()
                .query(around.series("dependency_up", "hard=\"" + hard + "\"")).stream()
                .map(sample -> sample.label("name")).distinct().sorted().toList();
        if (options.dependency().isEmpty() && !known.isEmpty()) {
            return known.getFirst();
        }
        if (!known.contains(options.dependency())) {
            throw new RefusedException("there is no " + (hard ? "hard" : "soft") + " dependency "
                    + options.dependency() + "; those that there are: " + String.join(", ", known));
        }
        return options.dependency();
    }

    private void refuseIfActive(List<DrillPlan> plans) {
        List<String> names = plans.stream().map(plan -> plan.promise().alert()).toList();
        around.alerts().stream().filter(alert -> names.contains(alert.name())).findFirst().ifPresent(alert -> {
            throw new RefusedException(alert.name() + " is " + alert.state() + " already");
        });
    }

    /** Drills spend nothing of it; where little is left, real trouble is near, and nobody has the time for one. */
    private void refuseIfBudgetIsLow() {
        double left = lowest(around.prometheus().query(around.series(around.promises().budgetSeries())));
        if (left < LOW_BUDGET && !options.environment().equals(DEV)) {
            throw new RefusedException("of the error budget only " + Math.round(left * 100) + " % are left");
        }
    }

    /** Of what is left of the budgets; one that nobody has asked anything of is whole, and has no number. */
    static double lowest(List<MetricSample> budgets) {
        return budgets.stream().mapToDouble(MetricSample::value).filter(left -> !Double.isNaN(left)).min().orElse(1);
    }
}
