package com.dataenginex.infra;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a query. It finds them by the look of the text, which is enough for the queries of {@code infra}: what is
 * neither a function, a keyword, a label nor a string is a metric.
 */
public final class Expression {
    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern BRACES = Pattern.compile("\\{[^}]*}");
    private static final Pattern GROUPING = Pattern
            .compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Pattern NUMBER = Pattern.compile("\\b\\d[\\w.]*");
    private static final Set<String> KEYWORDS = Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on",
            "ignoring", "group_left", "group_right", "inf", "nan");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.*), *(\\w+)\\)");
    private static final Pattern JSON_FIELD = Pattern.compile("\\w+=\"(\\w+)\"");
    private static final Pattern JSON_STAGE = Pattern.compile("\\|\\s*json((?:\\s+\\w+=\"\\w+\",?)*)");
    private static final Pattern LABEL_FILTER = Pattern.compile("\\|\\s*(\\w+)\\s*(?:=~|!~|!=|>=|<=|=|>|<)");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{\\s*\\.(\\w+)");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(?:resource|span)\\.([a-z_.]+)");

    private Expression() {
    }

    /** Metrics of a PromQL expression, or of a variable's {@code label_values(…)}. */
    public static Set<String> metrics(String promql) {
        String bare = RANGE.matcher(STRING.matcher(promql(promql)).replaceAll("\"\"")).replaceAll("");
        bare = NUMBER.matcher(GROUPING.matcher(BRACES.matcher(bare).replaceAll(" ")).replaceAll(" ")).replaceAll(" ");
        Set<String> metrics = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!KEYWORDS.contains(name.group())) {
                metrics.add(name.group());
            }
        }
        return metrics;
    }

    /** Labels of a PromQL expression, in matchers and in groupings. */
    public static Set<String> labels(String promql) {
        Set<String> labels = new TreeSet<>();
        Matcher variable = LABEL_VALUES.matcher(promql);
        if (variable.matches()) {
            labels.add(variable.group(2));
        }
        String bare = STRING.matcher(promql(promql)).replaceAll("\"\"");
        Matcher braces = BRACES.matcher(bare);
        while (braces.find()) {
            addAll(labels, MATCHER.matcher(braces.group()));
        }
        Matcher grouping = GROUPING.matcher(bare);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",")).map(String::strip).forEach(labels::add);
        }
        return labels;
    }

    /** Fields of the log lines that a LogQL expression names. */
    public static Set<String> fields(String logql) {
        Set<String> fields = new TreeSet<>();
        Matcher stage = JSON_STAGE.matcher(logql);
        while (stage.find()) {
            addAll(fields, JSON_FIELD.matcher(stage.group(1)));
        }
        addAll(fields, LABEL_FILTER.matcher(logql));
        addAll(fields, TEMPLATE.matcher(logql));
        Matcher grouping = GROUPING.matcher(logql);
        while (grouping.find()) {
            Arrays.stream(grouping.group(1).split(",")).map(String::strip).forEach(fields::add);
        }
        return fields;
    }

    /** Stream labels that a LogQL expression selects by. */
    public static Set<String> streamLabels(String logql) {
        Set<String> labels = new TreeSet<>();
        Matcher braces = BRACES.matcher(logql);
        if (braces.find()) {
            addAll(labels, MATCHER.matcher(STRING.matcher(braces.group()).replaceAll("\"\"")));
        }
        return labels;
    }

    /** Attributes of spans and resources that a TraceQL expression names. */
    public static Set<String> attributes(String traceql) {
        Set<String> attributes = new TreeSet<>();
        addAll(attributes, ATTRIBUTE.matcher(STRING.matcher(traceql).replaceAll("\"\"")));
        return attributes;
    }

    private static String promql(String text) {
        Matcher variable = LABEL_VALUES.matcher(text);
        return variable.matches() ? variable.group(1) : text;
    }

    private static void addAll(Set<String> names, Matcher found) {
        while (found.find()) {
            names.add(found.group(1));
        }
    }
}
