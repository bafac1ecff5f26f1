package com.dataenginex.ui;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.LoadedRule;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.OneLine;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ReadException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks Prometheus how the alerts of this service in this environment are, and Alertmanager which of them it holds back. */
final class AlertReader {
    /** Of one answer. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    /** The value of a rule, and the threshold that it is compared with first. */
    private static final Pattern COMPARED = Pattern.compile("(?s)(.+?) > ([0-9.e+-]+)(?:\\s.*)?");
    private static final String ENVIRONMENT = "environment";
    private static final String APP = "app";

    private final PrometheusClient prometheus;
    /** Null where it is not configured. */
    private final AlertmanagerClient alertmanager;
    private final String service;
    private final String environment;
    private final List<AlertRule> rules;

    /** @param urls of the two, by their names in the configuration, with credentials if they need them */
    AlertReader(Map<String, URI> urls, String service, String environment, List<AlertRule> rules) {
        prometheus = new PrometheusClient(new HttpReader(AlertTable.PROMETHEUS, urls.get("prometheus"), DEADLINE));
        URI second = urls.get("alertmanager");
        alertmanager = second == null
                ? null
                : new AlertmanagerClient(new HttpReader("Alertmanager", second, DEADLINE));
        this.service = service;
        this.environment = environment;
        this.rules = rules;
    }

    /**
     * @throws ReadException if Prometheus gives no answer
     * @throws IllegalStateException if it has not all of the rules, with what is wrong
     */
    AlertTable read() {
        List<LoadedRule> loaded = prometheus.rules();
        List<ActiveAlert> active = prometheus.alerts();
        List<ActiveAlert> routed = List.of();
        String missing = null;
        if (alertmanager != null) {
            try {
                routed = alertmanager.alerts();
            } catch (ReadException e) {
                missing = e.getMessage();
            }
        }
        List<AlertRow> rows = new ArrayList<>();
        for (AlertRule rule : rules) {
            rows.add(row(rule, loaded(loaded, rule), ours(active, rule), ours(routed, rule)));
        }
        return new AlertTable(AlertTable.PROMETHEUS, System.nanoTime(), missing, rows);
    }

    private LoadedRule loaded(List<LoadedRule> all, AlertRule rule) {
        LoadedRule found = all.stream().filter(one -> one.alerting() && one.name().equals(rule.name())
                && environment.equals(one.labels().get(ENVIRONMENT))).findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        prometheus() + " has no rule " + rule.name() + " for " + environment));
        if (!found.health().equals("ok")) {
            throw new IllegalStateException(found.health().equals("err")
                    ? prometheus() + " cannot evaluate " + rule.name() + ": " + OneLine.of(found.lastError())
                    : prometheus() + " has not evaluated " + rule.name() + " yet");
        }
        return found;
    }

    private String prometheus() {
        return prometheus.name() + " at " + prometheus.url();
    }

    private List<ActiveAlert> ours(List<ActiveAlert> all, AlertRule rule) {
        return all.stream().filter(one -> one.name().equals(rule.name())
                && one.label(ENVIRONMENT).equals(environment) && isOurs(one.label(APP))).toList();
    }

    /** One that scrapes without this label has only this service. */
    private boolean isOurs(String app) {
        return app.isEmpty() || app.equals(service);
    }

    private AlertRow row(AlertRule rule, LoadedRule loaded, List<ActiveAlert> active, List<ActiveAlert> routed) {
        Matcher compared = COMPARED.matcher(loaded.query());
        boolean isRead = compared.matches();
        String state = active.isEmpty()
                ? "inactive"
                : active.stream().anyMatch(one -> one.state().equals("firing")) ? "firing" : "pending";
        Instant since = active.stream().map(ActiveAlert::began).min(Comparator.naturalOrder()).orElse(null);
        return new AlertRow(rule, state, isRead ? value(compared.group(1)) : Double.NaN,
                isRead ? Double.parseDouble(compared.group(2)) : rule.threshold(), loaded.holds(), since,
                heldBack(routed));
    }

    private double value(String promql) {
        return prometheus.query(promql).stream().filter(one -> isOurs(one.labels().getOrDefault(APP, "")))
                .mapToDouble(MetricSample::value).filter(Double::isFinite).max().orElse(Double.NaN);
    }

    private static String heldBack(List<ActiveAlert> routed) {
        if (routed.isEmpty() || !routed.stream().allMatch(one -> one.state().equals("suppressed"))) {
            return null;
        }
        return routed.stream().anyMatch(one -> !one.silencedBy().isEmpty()) ? "silenced" : "inhibited";
    }
}
