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
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads each key from the source with the highest precedence: the environment variables, the file that a variable
 * names, the bundled files.
 *
 * <p>A wrong value is noted and replaced by its default, so that one start shows every mistake; {@link #check()} then
 * refuses them all. Not thread-safe: used once, at start-up.
 */
public final class Settings {
    public static final Set<String> ENVIRONMENTS = Set.of("dev", "stage", "prod");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]*");

    private final Map<String, String> variables;
    private final List<Layer> layers;
    private final List<Layer> bundled;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<String, EffectiveSetting> effective = new TreeMap<>();
    private final Map<String, String> overriding = new TreeMap<>();
    private final ConfigSources sources;
    private final KnownKeys known;
    private final String environment;

    /**
     * @param variables the environment variables, as from {@link System#getenv()}; an empty one counts as not set, and
     *        so does one that Kubernetes made for a service
     */
    public Settings(Map<String, String> variables, ConfigSources sources) {
        this.variables = ServiceLinks.without(variables);
        this.sources = sources;
        this.known = new KnownKeys(sources);
        this.environment = readEnvironment();
        this.layers = YamlLayers.load(sources, environment, variable(sources.fileVariable()), mistakes);
        this.bundled = layers.subList(layers.size() - sources.bundled().size(), layers.size());
    }

    /** dev, stage or prod. */
    public String environment() {
        return environment;
    }

    public ConfigSources sources() {
        return sources;
    }

    /** The environment variables with that prefix, for a library that reads them by its own rules. */
    public Map<String, String> variables(String prefix) {
        return variables.entrySet().stream().filter(v -> v.getKey().startsWith(prefix) && !v.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Every key that was read so far, sorted by key. */
    public List<Setting> known() {
        return known.all();
    }

    /** The effective value of every key that was read so far, sorted by key. */
    public List<EffectiveSetting> effective() {
        return effective.values().stream().map(one -> overriding.containsKey(one.key())
                ? new EffectiveSetting(one.key(), one.value(), one.source() + "; " + overriding.get(one.key()))
                : one).toList();
    }

    /**
     * Notes that a library prefers a variable of its own to a key.
     *
     * @param where what for, such as {@code in traces}
     */
    public void overridden(String key, String where, String variable, String value) {
        overriding.put(key, "overridden " + where + " by environment variable " + variable + ", "
                + EffectiveSetting.of(key, value.replaceAll("\\s+", " ").strip(), variable, false).value());
    }

    /** The default of a key, as the text in the file; a list is joined with commas. */
    public String defaultOf(String key) {
        Layer layer = defaults(key);
        return layer.holdsList(key) ? String.join(", ", layer.list(key)) : layer.values().get(key);
    }

    public String text(String key) {
        return text(key, "");
    }

    public String text(String key, String variable) {
        return read(key, variable, "any text", text -> text);
    }

    /** A text of visible ASCII characters, as a header's value can hold; it is never shown. */
    public String secret(String key, String variable) {
        return read(key, variable, "visible ASCII characters, without a space or a line break, or empty",
                text -> SECRET.matcher(text).matches() ? text : null, true);
    }

    /** As {@link #secret(String, String)}, of at least so many characters, for a key without a variable of its own. */
    public String secret(String key, int atLeast) {
        return read(key, "", "visible ASCII characters, at least " + atLeast
                + ", without a space or a line break, or empty",
                text -> SECRET.matcher(text).matches() && (text.isEmpty() || text.length() >= atLeast) ? text : null,
                true);
    }

    public <E extends Enum<E>> E oneOf(String key, String variable, Class<E> type) {
        List<String> names = Arrays.stream(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList();
        return read(key, variable, "one of " + String.join(", ", names), text -> {
            String lower = text.toLowerCase(Locale.ROOT);
            return names.contains(lower) ? Enum.valueOf(type, lower.toUpperCase(Locale.ROOT)) : null;
        });
    }

    public boolean flag(String key) {
        return flag(key, "");
    }

    public boolean flag(String key, String variable) {
        return read(key, variable, "true or false", Settings::flagOf);
    }

    /** A whole number from {@code from} to {@code to}, both included. */
    public int integer(String key, int from, int to) {
        return integer(key, "", from, to);
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
    public double decimal(String key, double from, double to) {
        return read(key, "a number from " + from + " to " + to, text -> {
            double value = Double.parseDouble(text);
            return value >= from && value <= to ? value : null;
        });
    }

    /** An ISO-8601 duration such as {@code PT0.5S}. */
    public Duration duration(String key, Duration from, Duration to) {
        return read(key, "an ISO-8601 duration from " + from + " to " + to, text -> {
            Duration value = Duration.parse(text);
            return value.compareTo(from) >= 0 && value.compareTo(to) <= 0 ? value : null;
        });
    }

    /** A list; the strongest source that has it replaces the others whole. {@code allowed} and {@code parse} are for one element. */
    public <T> List<T> list(String key, String allowed, Function<String, T> parse) {
        know(key, "", "a list, each " + allowed);
        String given = given(key, "");
        Layer layer = given == null
                ? strongest(key)
                : new Layer("environment variable " + given, Map.of(key, variable(given)));
        effective.put(key, EffectiveSetting.list(key, layer.list(key), layer.name()));
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
        known.addAllBelow(key);
        Layer layer = strongestObjects(key);
        List<Map<String, String>> objects = List.copyOf(layer.objects(key));
        effective.put(key, EffectiveSetting.objects(key, objects, layer.name()));
        for (Layer one : layers) {
            if (one.values().keySet().stream().anyMatch(name -> name.matches(Pattern.quote(key) + "\\.\\d+"))
                    || !one.values().getOrDefault(key, "").isEmpty()) {
                mistakes.add(key + " in " + one.name() + " is not allowed; allowed: a list of objects, each with "
                        + new TreeSet<>(fields));
            }
        }
        objects.stream().flatMap(one -> one.keySet().stream()).filter(field -> !fields.contains(field)).distinct()
                .forEach(field -> mistakes.add(key + " in " + layer.name() + ": " + field
                        + " is not a known field; allowed: " + new TreeSet<>(fields)));
        return objects;
    }

    /** As {@link #read(String, String, String, Function)} for a key without a variable. */
    public <T> T read(String key, String allowed, Function<String, T> parse) {
        return read(key, "", allowed, parse);
    }

    /** Reads a value with a parser of the caller's own, which returns null or throws for a value that is not allowed. */
    public <T> T read(String key, String variable, String allowed, Function<String, T> parse) {
        return read(key, variable, allowed, parse, false);
    }

    /**
     * Reads a field of an object in a list; the parameters are those of {@link #read(String, String, String, Function)}.
     *
     * @param object one of {@link #objects}
     * @param otherwise what an absent field, or one that is not allowed, counts as
     */
    public <T> T field(String key, Map<String, String> object, String field, T otherwise, String allowed,
            Function<String, T> parse) {
        String text = object.get(field);
        if (text == null) {
            return otherwise;
        }
        T value = parsed(text.strip(), parse);
        if (value == null) {
            refuse(key + "." + field, text, strongestObjects(key).name(), allowed, false);
            return otherwise;
        }
        return value;
    }

    /** true or false, or null for another text. */
    public static Boolean flagOf(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** Records that the value of a key that was read contradicts another key. */
    public void contradiction(String key, String allowed) {
        EffectiveSetting given = effective.get(key);
        mistakes.add(key + " = " + given.value() + " from " + given.source() + " is not allowed; allowed: " + allowed);
    }

    /** Records a mistake that only the caller can detect, such as two keys that exclude each other. */
    public void mistake(String sentence) {
        mistakes.add(sentence);
    }

    /**
     * Ends the reading: a key that no feature asked for is a mistake too, but for the file of defaults, which may serve several
     * services; and so is a variable with the prefix that overrides none.
     *
     * @throws ConfigException with every mistake found
     */
    public void check() {
        known.check(layers.subList(0, layers.size() - 1), mistakes);
        known.checkVariables(variables.keySet(), mistakes);
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
    }

    /** One sentence for each key of the file of defaults that no feature reads. */
    public List<String> unknownDefaults() {
        List<String> unknown = new ArrayList<>();
        known.check(List.of(bundled.getLast()), unknown);
        return unknown;
    }

    <T> T read(String key, String variable, String allowed, Function<String, T> parse, boolean secret) {
        know(key, variable, allowed);
        String given = given(key, variable);
        String text = given == null ? null : variable(given);
        String source = "environment variable " + given;
        if (text == null) {
            Layer layer = strongest(key);
            if (layer.holdsList(key)) {
                mistakes.add(key + " in " + layer.name() + " is a list; allowed: " + allowed);
                return parse.apply(defaults(key).values().getOrDefault(key, ""));
            }
            text = layer.values().getOrDefault(key, "");
            source = layer.name();
        }
        effective.put(key, EffectiveSetting.of(key, text.strip(), source, secret));
        T value = parsed(text.strip(), parse);
        if (value != null) {
            return value;
        }
        refuse(key, text, source, allowed, secret);
        return parse.apply(defaults(key).values().getOrDefault(key, ""));
    }

    /** The variable that is set for a key: its own, or the one by rule; null if neither is. */
    private String given(String key, String variable) {
        if (!variable.isEmpty() && variable(variable) != null) {
            return variable;
        }
        String byRule = known.variableByRule(key);
        return variable(byRule) == null ? null : byRule;
    }

    private void know(String key, String variable, String allowed) {
        defaults(key);
        known.add(new Setting(key, variable, allowed));
    }

    /** The bundled file with the lowest precedence that has the key. */
    private Layer defaults(String key) {
        return bundled.reversed().stream().filter(layer -> layer.holds(key)).findFirst()
                .orElseThrow(() -> new IllegalStateException(key + " has no default in " + bundled.getLast().name()));
    }

    private Layer strongest(String key) {
        return layers.stream().filter(layer -> layer.holds(key)).findFirst().orElse(bundled.getLast());
    }

    private Layer strongestObjects(String key) {
        return layers.stream().filter(one -> one.values().containsKey(key) || !one.objects(key).isEmpty())
                .findFirst().orElse(bundled.getLast());
    }

    private static <T> T parsed(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void refuse(String key, String text, String source, String allowed, boolean secret) {
        String bare = Redaction.credentials(text);
        String shown = secret
                ? "(its value is secret)"
                : '"' + bare.replaceAll("\\s", " ") + '"'
                        + (bare.equals(text) ? "" : " (its user, password and query are not shown)");
        mistakes.add(key + " = " + shown + " from " + source + " is not allowed; allowed: " + allowed);
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
        refuse("environment", name, "environment variable ENVIRONMENT", "one of dev, stage, prod", false);
        return "dev";
    }
}
