package com.dataenginex.doctor;

import com.dataenginex.readers.LoadedRule;
import com.dataenginex.readers.PrometheusDuration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A rule of the file that is shipped with the service. */
record ShippedRule(String name, String expression, Duration holds, Duration keeps, Map<String, String> labels) {
    /** The limit that something is compared with. */
    private static final Pattern LIMIT = Pattern.compile("[<>]=?\\s*(\\d+(?:\\.\\d+)?)");
    /** A comment or white space, a string, a word or a number, or one sign of an operator. */
    private static final Pattern TOKEN = Pattern.compile(
            "#[^\n]*|\\s+|(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[\\w:.]+|.)", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.?\\d*");
    private static final Pattern MATCHER = Pattern.compile("\\w+(?: [=!~])+ \"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SELECTOR = Pattern.compile("\\{(?: " + MATCHER.pattern() + "(?: ,)?)* }");

    /** @param resource on the class path */
    static List<ShippedRule> read(String resource) {
        try (InputStream in = ShippedRule.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The class path has no " + resource);
            }
            Map<?, ?> file = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            List<ShippedRule> rules = new ArrayList<>();
            for (Object group : (List<?>) file.get("groups")) {
                for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                    rules.add(of((Map<?, ?>) rule));
                }
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ShippedRule of(Map<?, ?> rule) {
        Map<String, String> labels = new TreeMap<>();
        if (rule.get("labels") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> labels.put(name.toString(), value.toString()));
        }
        Object name = rule.containsKey("alert") ? rule.get("alert") : rule.get("record");
        return new ShippedRule(name.toString(), rule.get("expr").toString(),
                duration(rule, "for"), duration(rule, "keep_firing_for"), labels);
    }

    private static Duration duration(Map<?, ?> rule, String key) {
        return PrometheusDuration.parse(rule.containsKey(key) ? rule.get(key).toString() : "");
    }

    boolean is(LoadedRule loaded) {
        return name.equals(loaded.name()) && labels.equals(new TreeMap<>(loaded.labels()));
    }

    /** Whether it applies there; one without an environment applies everywhere. */
    boolean appliesTo(String environment) {
        return !labels.containsKey("environment") || labels.get("environment").equals(environment);
    }

    /** What is different in the loaded one, as a sentence; empty if nothing is. */
    String difference(LoadedRule loaded) {
        if (!normal(expression).equals(normal(loaded.query()))) {
            List<String> ours = limits(expression);
            List<String> theirs = limits(loaded.query());
            return title() + (ours.equals(theirs)
                    ? " has another expression than the file"
                    : " has the threshold " + String.join(", ", theirs) + ", the file has " + String.join(", ", ours));
        }
        if (!holds.equals(loaded.holds())) {
            return title() + " waits " + Examination.seconds(loaded.holds()) + ", the file says "
                    + Examination.seconds(holds);
        }
        return keeps.equals(loaded.keepsFiring())
                ? ""
                : title() + " keeps firing " + Examination.seconds(loaded.keepsFiring()) + ", the file says "
                        + Examination.seconds(keeps);
    }

    /** The name with what tells it from others of that name. */
    String title() {
        return labels.isEmpty() ? name : name + labels;
    }

    /**
     * Prometheus prints an expression in its own way: space, quotes, the order of matchers, the zeros of numbers and empty brackets of
     * a group do not count. It keeps all others, since what they hold together depends on them.
     */
    private static String normal(String expression) {
        String text = TOKEN.matcher(expression.strip()).results().map(found -> found.group(1)).filter(Objects::nonNull)
                .map(ShippedRule::token).collect(Collectors.joining(" "))
                .replaceAll("\\b(group_left|group_right) \\( \\)", "$1");
        return SELECTOR.matcher(text).replaceAll(selector -> Matcher.quoteReplacement(
                MATCHER.matcher(selector.group()).results().map(MatchResult::group).sorted()
                        .collect(Collectors.joining(",", "{", "}"))));
    }

    private static String token(String token) {
        if (NUMBER.matcher(token).matches()) {
            return plain(token);
        }
        return token.startsWith("'") && !token.contains("\"") ? token.replace('\'', '"') : token;
    }

    private static List<String> limits(String expression) {
        return LIMIT.matcher(expression).results().map(found -> plain(found.group(1))).toList();
    }

    private static String plain(String number) {
        double value = Double.parseDouble(number);
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
