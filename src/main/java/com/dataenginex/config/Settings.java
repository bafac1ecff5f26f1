package com.dataenginex.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers each key from the strongest source that has it: the environment, the file that {@code DEX_CONFIG}
 * names, {@code application-<environment>.yaml}, {@code application.yaml}.
 *
 * <p>A wrong value is noted and replaced by the default from {@code application.yaml}, so that one
 * start shows every problem; {@link #check()} then refuses them all. Not thread-safe: used once, at
 * start-up.
 */
public final class Settings {
    public static final Set<String> ENVIRONMENTS = Set.of("dev", "stage", "prod");

    private final Map<String, String> variables;
    private final List<Layer> layers;
    private final Layer defaults;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Setting> known = new TreeMap<>();
    private final Set<String> freePrefixes = new TreeSet<>();
    private final String environment;

    /**
     * @param variables the environment variables, as from {@link System#getenv()}; an empty one counts as not set
     */
    public Settings(Map<String, String> variables) {
        this.variables = variables;
        this.environment = readEnvironment();
        this.layers = Layers.read(environment, variable("DEX_CONFIG"), problems);
        this.defaults = layers.getLast();
    }

    /** dev, stage or prod. */
    public String environment() {
        return environment;
    }

    /** The environment variables with that prefix, for a library that reads them by its own rules. */
    public Map<String, String> variables(String prefix) {
        return variables.entrySet().stream().filter(v -> v.getKey().startsWith(prefix) && !v.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Every key that was asked for so far, in order of the key. */
    public List<Setting> known() {
        return List.copyOf(known.values());
    }

    /** The default of a key, as the text in {@code application.yaml}; a list is joined with commas. */
    public String defaultOf(String key) {
        return defaults.holdsList(key) ? String.join(", ", defaults.list(key)) : defaults.values().get(key);
    }

    public String text(String key, String variable) {
        return read(key, variable, "any text", text -> text);
    }

    /** A text whose value is never shown. */
    public String secret(String key, String variable) {
        return read(key, variable, "any text", text -> text, true);
    }

    public <E extends Enum<E>> E oneOf(String key, String variable, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList();
        return read(key, variable, "one of " + String.join(", ", names), text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            return names.contains(lower) ? Enum.valueOf(type, lower.toUpperCase(Locale.ROOT)) : null;
        });
    }

    public boolean flag(String key, String variable) {
        return read(key, variable, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        });
    }

    /** A whole number from {@code from} to {@code to}, both included. */
    public int integer(String key, String variable, int from, int to) {
        return read(key, variable, "a whole number from " + from + " to " + to, text -> {
            int value = Integer.parseInt(text);
            return value >= from && value <= to ? value : null;
        });
    }

    /** Empty, or a whole number from {@code from} to {@code to}, both included. */
    public OptionalInt optionalInteger(String key, String variable, int from, int to) {
        return read(key, variable, "a whole number from " + from + " to " + to + ", or empty", text -> {
            OptionalInt value = text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
            return value.isEmpty() || value.getAsInt() >= from && value.getAsInt() <= to ? value : null;
        });
    }

    /** A number from {@code from} to {@code to}, both included. */
    public double decimal(String key, String variable, double from, double to) {
        return read(key, variable, "a number from " + from + " to " + to, text -> {
            double value = Double.parseDouble(text);
            return value >= from && value <= to ? value : null;
        });
    }

    /** An ISO-8601 duration such as {@code PT0.5S}. */
    public Duration duration(String key, String variable, Duration from, Duration to) {
        return read(key, variable, "an ISO-8601 duration from " + from + " to " + to, text -> {
            Duration value = Duration.parse(text);
            return value.compareTo(from) >= 0 && value.compareTo(to) <= 0 ? value : null;
        });
    }

    /** A list; the strongest source that has it replaces the others whole. {@code allowed} and {@code parse} are for one element. */
    public <T> List<T> list(String key, String allowed, Function<String, T> parse) {
        know(key, "", "a list, each " + allowed);
        Layer layer = strongest(key);
        List<T> values = new ArrayList<>();
        for (String text : layer.list(key)) {
            T value = parsed(text, parse);
            if (value == null) {
                refuse(key, text, layer.name(), "a list, each " + allowed, false);
            } else {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    /** A list of objects with text fields; the strongest source that has it replaces the others whole. */
    public List<Map<String, String>> objects(String key, Set<String> fields) {
        freePrefixes.add(key + ".");
        Layer layer = layers.stream().filter(one -> !one.objects(key).isEmpty()).findFirst().orElse(defaults);
        List<Map<String, String>> objects = List.copyOf(layer.objects(key));
        objects.stream().flatMap(one -> one.keySet().stream()).filter(field -> !fields.contains(field)).distinct()
                .forEach(field -> problems.add(key + " in " + layer.name() + ": " + field
                        + " is not a known field; allowed: " + new TreeSet<>(fields)));
        return objects;
    }

    /** Reads a value with a parser of the caller's own, which returns null or throws for a value that is not allowed. */
    public <T> T read(String key, String variable, String allowed, Function<String, T> parse) {
        return read(key, variable, allowed, parse, false);
    }

    /** Notes a problem that only the caller can see, such as two keys that do not go together. */
    public void problem(String sentence) {
        problems.add(sentence);
    }

    /**
     * Ends the reading: a key that no feature asked for is a problem too.
     *
     * @throws ConfigException with every problem found
     */
    public void check() {
        for (Layer layer : layers) {
            for (String key : new TreeSet<>(layer.values().keySet())) {
                String name = key.replaceFirst("\\.\\d+$", "");
                boolean leaf = layers.stream()
                        .noneMatch(l -> l.values().keySet().stream().anyMatch(k -> k.startsWith(key + ".")));
                if (leaf && !known.containsKey(name) && freePrefixes.stream().noneMatch((key + ".")::startsWith)) {
                    problems.add(key + " in " + layer.name() + " is not a known key" + suggestion(name));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    <T> T read(String key, String variable, String allowed, Function<String, T> parse, boolean secret) {
        know(key, variable, allowed);
        String text = variable.isEmpty() ? null : variable(variable);
        String source = "environment variable " + variable;
        if (text == null) {
            Layer layer = strongest(key);
            text = layer.values().getOrDefault(key, "");
            source = layer.name();
        }
        T value = parsed(text.strip(), parse);
        if (value != null) {
            return value;
        }
        refuse(key, text, source, allowed, secret);
        return parse.apply(defaults.values().getOrDefault(key, ""));
    }

    private void know(String key, String variable, String allowed) {
        if (!defaults.holds(key)) {
            throw new IllegalStateException(key + " has no default in " + defaults.name());
        }
        known.put(key, new Setting(key, variable, allowed));
    }

    private Layer strongest(String key) {
        return layers.stream().filter(layer -> layer.holds(key)).findFirst().orElse(defaults);
    }

    private static <T> T parsed(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void refuse(String key, String text, String source, String allowed, boolean secret) {
        String shown = secret ? "(its value is secret)" : '"' + Redaction.credentials(text) + '"';
        problems.add(key + " = " + shown + " from " + source + " is not allowed; allowed: " + allowed);
    }

    private String suggestion(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return known.keySet().stream().filter(key -> key.endsWith("." + last)).findFirst()
                .map(key -> "; did you mean " + key + "?").orElse("; application.yaml lists every key");
    }

    private String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private String readEnvironment() {
        String name = variable("ENVIRONMENT");
        if (name == null) {
            return "dev";
        }
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (ENVIRONMENTS.contains(lower)) {
            return lower;
        }
        problems.add(
                "environment = \"" + name + "\" from environment variable ENVIRONMENT is not allowed; allowed: one of "
                        + "dev, stage, prod");
        return "dev";
    }
}
