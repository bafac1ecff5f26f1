package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code infra} may name: the metrics and labels of a scrape, the fields of log lines, the attributes of spans, and
 * what rules and scrape configuration add to them.
 *
 * @param metrics labels by metric, as a live scrape has them
 * @param fields of real log lines
 * @param attributes of real spans and of their resource
 */
public record Contract(Map<String, Set<String>> metrics, Set<String> fields, Set<String> attributes) {

    /** Set by the scrape configuration, and by Prometheus itself. */
    private static final Set<String> TARGET_LABELS = Set.of("job", "instance", "environment", "app", "__name__");
    /** What Loki says of a line that its parser could not read. */
    private static final String PARSER_ERROR = "__error__";
    /** Set by the collector. */
    private static final Set<String> STREAM_LABELS = Set.of("app", "environment");
    private static final Path RUNBOOK = Path.of("docs/DEPLOY_RUNBOOK.md");
    private static final Pattern P95_THRESHOLD = Pattern.compile(":p95_5m\\{[^}]*} > ([\\d.]+)");
    private static final Pattern DASHBOARD = Pattern.compile("/d/([\\w-]+)");

    /** Everything that rules, panels and documents name and nothing provides. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Set<String> recorded = Infra.rules().stream().map(rule -> rule.path("record").asText())
                .collect(Collectors.toSet());
        for (JsonNode rule : Infra.rules()) {
            String name = rule.path(rule.has("alert") ? "alert" : "record").asText();
            promql(name, rule.path("expr").asText(), recorded, problems);
        }
        for (Infra.Query query : Infra.queries()) {
            switch (query.language()) {
                case "prometheus" -> promql(query.toString(), query.text(), recorded, problems);
                case "loki" -> {
                    // Below, with those that are in no panel.
                }
                case "tempo" -> traceql(query.toString(), query.text(), problems);
                default -> problems.add(query + " is for " + query.language());
            }
        }
        Infra.dashboards().forEach((uid, dashboard) -> {
            variables(dashboard, recorded, problems);
            for (JsonNode annotation : dashboard.at("/annotations/list")) {
                promql(uid + " / " + annotation.path("name").asText(), annotation.path("expr").asText(), recorded,
                        problems);
            }
        });
        for (Path document : List.of(RUNBOOK, Path.of("docs/OBSERVABILITY.md"))) {
            Infra.blocks(document, "promql").forEach(text -> promql(document.toString(), text, recorded, problems));
            Infra.blocks(document, "traceql").forEach(text -> traceql(document.toString(), text, problems));
        }
        LogQuery.all().forEach(query -> logql(query.toString(), query.text(), problems));
        return problems;
    }

    /** Whether a metric or a field of a line has that name, here or in what other exporters give. */
    public boolean names(String name) {
        return metrics.containsKey(name) || metrics.containsKey(name + "_bucket")
                || ForeignMetrics.LABELS.containsKey(name)
                || fields.contains(name);
    }

    /** Links that lead nowhere. */
    public static List<String> brokenLinks() {
        List<String> problems = new ArrayList<>();
        Set<String> sections = Infra.text(RUNBOOK).lines().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase().replaceAll("[^a-z0-9 -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
        Set<String> dashboards = Infra.dashboards().keySet();
        for (JsonNode alert : Infra.alerts()) {
            String name = alert.path("alert").asText();
            String runbook = alert.path("annotations").path("runbook_url").asText();
            if (!runbook.matches("\\{\\{ or \\$externalLabels.runbooks \"https://.*/docs\" }}/DEPLOY_RUNBOOK.md#.*")
                    || !sections.contains(runbook.substring(runbook.indexOf('#') + 1))
                    || !runbook.endsWith("#" + name.toLowerCase())) {
                problems.add(name + " has no section at " + runbook);
            }
            String dashboard = alert.path("annotations").path("dashboard_url").asText();
            links(name, dashboard, dashboards, problems);
            if (!dashboard.startsWith("{{ $externalLabels.dashboards }}/d/")) {
                problems.add(name + " has a host of its own in " + dashboard);
            }
        }
        Infra.dashboards().forEach((uid, dashboard) -> links(uid, dashboard.toString(), dashboards, problems));
        return problems;
    }

    /** Thresholds on a latency that no bucket ends at: their quantile would be a guess. */
    public static List<String> thresholdsBetweenBuckets(Set<Double> edges) {
        List<String> problems = new ArrayList<>();
        for (JsonNode alert : Infra.alerts()) {
            Matcher threshold = P95_THRESHOLD.matcher(alert.path("expr").asText());
            while (threshold.find()) {
                if (!edges.contains(Double.parseDouble(threshold.group(1)))) {
                    problems.add(alert.path("alert").asText() + " has a threshold of " + threshold.group(1)
                            + ", which is no edge of " + edges);
                }
            }
        }
        return problems;
    }

    private static void links(String owner, String text, Set<String> dashboards, List<String> problems) {
        Matcher link = DASHBOARD.matcher(text);
        boolean any = false;
        while (link.find()) {
            any = true;
            if (!dashboards.contains(link.group(1))) {
                problems.add(owner + " links to a dashboard " + link.group(1));
            }
        }
        if (!any) {
            problems.add(owner + " links to no dashboard");
        }
    }

    private void promql(String owner, String expr, Set<String> recorded, List<String> problems) {
        Set<String> labels = new HashSet<>(TARGET_LABELS);
        Set<String> names = Expression.metrics(expr);
        for (String metric : names) {
            if (metrics.containsKey(metric)) {
                labels.addAll(metrics.get(metric));
                // Where the target has a label of the same name, the service's own is renamed.
                metrics.get(metric).stream().filter(TARGET_LABELS::contains).map("exported_"::concat)
                        .forEach(labels::add);
            } else if (ForeignMetrics.LABELS.containsKey(metric)) {
                labels.addAll(ForeignMetrics.LABELS.get(metric));
            } else if (recorded.contains(metric)) {
                // The first part of a recorded name is its labels.
                labels.addAll(List.of(metric.split(":")[0].split("_")));
            } else {
                problems.add(owner + " names the metric " + metric + ", which nothing provides");
            }
        }
        unknown(Expression.labels(expr), labels).forEach(
                label -> problems.add(owner + " names the label " + label + ", which none of its metrics has"));
    }

    private void logql(String owner, String expr, List<String> problems) {
        unknown(Expression.streamLabels(expr), STREAM_LABELS).forEach(
                label -> problems.add(owner + " selects by " + label + ", which the collector does not set"));
        Set<String> named = Expression.fields(expr);
        named.remove(PARSER_ERROR);
        unknown(named, fields)
                .forEach(field -> problems.add(owner + " names the field " + field + ", which no log line has"));
    }

    private void traceql(String owner, String expr, List<String> problems) {
        unknown(Expression.attributes(expr), attributes).forEach(
                attribute -> problems.add(owner + " names the attribute " + attribute + ", which no span has"));
    }

    private void variables(JsonNode dashboard, Set<String> recorded, List<String> problems) {
        for (JsonNode variable : dashboard.path("templating").path("list")) {
            String language = variable.path("datasource").path("type").asText();
            String owner = dashboard.path("uid").asText() + " / $" + variable.path("name").asText();
            if (language.equals("prometheus")) {
                promql(owner, variable.path("definition").asText(), recorded, problems);
            } else if (language.equals("loki")) {
                Set<String> label = Set.of(variable.path("query").path("label").asText());
                unknown(label, STREAM_LABELS).forEach(l -> problems.add(owner + " lists " + l));
            }
        }
    }

    private static Set<String> unknown(Set<String> named, Set<String> known) {
        Set<String> unknown = new TreeSet<>(named);
        unknown.removeAll(known);
        return unknown;
    }
}
