package com.dataenginex.doctor;

import com.dataenginex.readers.LoadedRule;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ReadException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every shipped rule is loaded, works, and has the file's thresholds. */
final class RulesChecks implements Checks {
    /** Of a list in a sentence. */
    private static final int SHOWN = 3;
    private static final String FAILURES = "prometheus_rule_evaluation_failures_total";

    private double earlier;

    @Override
    public String category() {
        return "rules";
    }

    /** What Prometheus counted before; called early in the run. */
    void begin(Examination run) {
        try {
            earlier = run.at(Place.PROMETHEUS, PrometheusClient::new)
                    .map(prometheus -> prometheus.metrics().sum(FAILURES)).orElse(0.0);
        } catch (ReadException e) {
            // Said when it is its turn.
            earlier = Double.MAX_VALUE;
        }
    }

    @Override
    public void run(Examination run, Findings out) {
        PrometheusClient prometheus = run.at(Place.PROMETHEUS, PrometheusClient::new).orElse(null);
        if (prometheus == null) {
            out.notGiven(Place.PROMETHEUS);
            return;
        }
        List<ShippedRule> shipped = run.subject().ruleFiles().stream().flatMap(file -> ShippedRule.read(file).stream())
                .toList();
        out.check("every shipped rule is loaded", Hint.RULES, () -> {
            List<LoadedRule> loaded = run.await(prometheus::rules,
                    rules -> shipped.stream().allMatch(rule -> find(rule, rules).isPresent()));
            refuse(shipped.stream().filter(rule -> find(rule, loaded).isEmpty()).map(ShippedRule::title).toList(),
                    " are not loaded: ");
            return shipped.size() + " of " + shipped.size();
        });
        out.check("they are evaluated without errors", Hint.RULES, () -> {
            List<LoadedRule> ours = evaluated(run, shipped, prometheus);
            refuse(ours.stream().filter(rule -> rule.health().equals("err"))
                    .map(rule -> rule.name() + " (" + rule.lastError() + ")").toList(), " fail: ");
            long waiting = ours.stream().filter(rule -> rule.health().equals("unknown")).count();
            if (waiting == ours.size()) {
                throw CheckFailed.failure("none was evaluated, awaited " + run.waited());
            }
            double failures = prometheus.metrics().sum(FAILURES);
            if (failures > earlier) {
                throw CheckFailed.warning("all healthy now; evaluations of any rule that failed during this run: "
                        + (long) (failures - earlier));
            }
            return ours.size() - waiting + " healthy" + (waiting == 0 ? "" : ", " + waiting + " not evaluated yet")
                    + "; evaluations of any rule that failed since Prometheus began: " + (long) failures;
        });
        if (run.environment.isEmpty()) {
            out.skip("their thresholds", "the service does not say its environment");
            return;
        }
        out.check("they are those of the file for " + run.environment, Hint.THRESHOLDS, () -> {
            List<LoadedRule> loaded = prometheus.rules();
            List<ShippedRule> here = shipped.stream().filter(rule -> rule.appliesTo(run.environment)).toList();
            refuse(here.stream().map(rule -> find(rule, loaded).map(rule::difference).orElse(""))
                    .filter(difference -> !difference.isEmpty()).toList(), " differ: ");
            return here.size() + " rules, with their thresholds and times";
        });
    }

    /** Groups with a long interval are evaluated long after Prometheus has begun. */
    private static List<LoadedRule> evaluated(Examination run, List<ShippedRule> shipped, PrometheusClient prometheus) {
        run.await(() -> ours(shipped, prometheus.rules()),
                rules -> rules.stream().anyMatch(rule -> !rule.health().equals("unknown")));
        return run.await(Examination.SOON, () -> ours(shipped, prometheus.rules()),
                rules -> rules.stream().noneMatch(rule -> rule.health().equals("unknown")));
    }

    private static void refuse(List<String> wrong, String what) {
        if (!wrong.isEmpty()) {
            throw CheckFailed
                    .failure(wrong.size() + what + wrong.stream().limit(SHOWN).collect(Collectors.joining("; "))
                            + (wrong.size() > SHOWN ? "; …" : ""));
        }
    }

    private static Optional<LoadedRule> find(ShippedRule rule, List<LoadedRule> loaded) {
        return loaded.stream().filter(rule::is).findFirst();
    }

    private static List<LoadedRule> ours(List<ShippedRule> shipped, List<LoadedRule> loaded) {
        return loaded.stream().filter(rule -> shipped.stream().anyMatch(one -> one.is(rule))).toList();
    }
}
