package com.dataenginex.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which lines a LogQL query finds, by Loki's documentation. It knows the stages that the queries of {@code infra}
 * use: {@code |=}, {@code json}, filters on one field, {@code line_format}; any other is an error. A variable of Grafana
 * lets every line pass.
 */
public final class LogPipeline {
    private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
    private static final Pattern SELECTOR = Pattern.compile("\\{[^}]*}");
    private static final Pattern STAGE = Pattern.compile("\\s*\\|((?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"|\\[])+)");
    private static final Pattern RANGE_OR_END = Pattern.compile("\\s*(?:\\[[^{]*)?");
    private static final Pattern LINE_FILTER = Pattern.compile("=\\s*" + TEXT);
    private static final Pattern JSON = Pattern.compile("json((?:\\s+(\\w+)=\"\\2\",?)*)");
    private static final Pattern JSON_FIELD = Pattern.compile("(\\w+)=");
    private static final Pattern TEXT_FILTER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*" + TEXT);
    private static final Pattern NUMBER_FILTER = Pattern.compile("(\\w+)\\s*(>=|<=|==|!=|>|<)\\s*([\\d.]+)");
    private static final Pattern FORMAT = Pattern.compile("line_format\\s*" + TEXT);
    private static final Pattern FORMAT_FIELD = Pattern.compile("\\{\\{\\s*\\.(\\w+)");
    private static final Pattern VARIABLE = Pattern.compile("\\$[\\w{]");

    private final String logql;
    private final List<Predicate<JsonNode>> stages = new ArrayList<>();
    /** What {@code | json field="field"} extracts; empty where {@code | json} extracts everything. */
    private final Set<String> extracted = new HashSet<>();

    public LogPipeline(String logql) {
        this.logql = logql;
        Matcher selector = SELECTOR.matcher(logql);
        if (!selector.find()) {
            throw beyondThisReader(logql);
        }
        int end = selector.end();
        Matcher stage = STAGE.matcher(logql);
        while (stage.region(end, logql.length()).lookingAt()) {
            stages.add(stage(stage.group(1).strip()));
            end = stage.end();
        }
        if (!RANGE_OR_END.matcher(logql.substring(end)).matches()) {
            throw beyondThisReader(logql.substring(end));
        }
    }

    /** @throws IllegalStateException where Loki would answer with an error, or show a line with holes */
    public List<JsonNode> find(List<JsonNode> lines) {
        return lines.stream().filter(stages.stream().reduce(line -> true, Predicate::and)).toList();
    }

    private Predicate<JsonNode> stage(String stage) {
        Matcher found = LINE_FILTER.matcher(stage);
        if (found.matches()) {
            String text = found.group(1).translateEscapes();
            return line -> VARIABLE.matcher(text).find() || line.toString().contains(text);
        }
        found = JSON.matcher(stage);
        if (found.matches()) {
            JSON_FIELD.matcher(found.group(1)).results().forEach(field -> extracted.add(field.group(1)));
            return line -> true;
        }
        found = TEXT_FILTER.matcher(stage);
        if (found.matches()) {
            return textFilter(found.group(1), found.group(2), found.group(3).translateEscapes());
        }
        found = NUMBER_FILTER.matcher(stage);
        if (found.matches()) {
            return numberFilter(found.group(1), found.group(2), Double.parseDouble(found.group(3)));
        }
        found = FORMAT.matcher(stage);
        if (found.matches()) {
            List<String> fields = FORMAT_FIELD.matcher(found.group(1)).results().map(field -> field.group(1)).toList();
            return line -> {
                fields.forEach(field -> demand(has(line, field), field, line));
                return true;
            };
        }
        throw beyondThisReader(stage);
    }

    /** An absent field is the empty text. */
    private Predicate<JsonNode> textFilter(String field, String operator, String wanted) {
        if (VARIABLE.matcher(wanted).find()) {
            return line -> true;
        }
        Predicate<String> equal = operator.endsWith("~")
                ? Pattern.compile(wanted, Pattern.DOTALL).asMatchPredicate()
                : wanted::equals;
        Predicate<String> accepts = operator.startsWith("!") ? equal.negate() : equal;
        return line -> accepts.test(has(line, field) ? line.path(field).asText() : "");
    }

    /**
     * An absent field lets no line pass after {@code | json}. After {@code | json field="field"} it is the empty text,
     * which is not a number: a metric query fails as a whole.
     */
    private Predicate<JsonNode> numberFilter(String field, String operator, double wanted) {
        return line -> {
            if (extracted.isEmpty() && !line.has(field)) {
                return false;
            }
            demand(has(line, field) && line.path(field).isNumber(), field + " as a number", line);
            int compared = Double.compare(line.path(field).asDouble(), wanted);
            return switch (operator) {
                case ">=" -> compared >= 0;
                case "<=" -> compared <= 0;
                case ">" -> compared > 0;
                case "<" -> compared < 0;
                case "==" -> compared == 0;
                default -> compared != 0;
            };
        };
    }

    private boolean has(JsonNode line, String field) {
        return line.has(field) && (extracted.isEmpty() || extracted.contains(field));
    }

    private void demand(boolean there, String what, JsonNode line) {
        if (!there) {
            throw new IllegalStateException(logql + " needs " + what + ", which is not in " + line);
        }
    }

    private IllegalArgumentException beyondThisReader(String part) {
        return new IllegalArgumentException("beyond this reader is " + part + " in " + logql);
    }
}
