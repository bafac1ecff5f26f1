package com.dataenginex.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The keys that features have read, and a check for keys of the files that no feature reads. Not thread-safe. */
final class KnownKeys {
    private final Map<String, Setting> known = new TreeMap<>();
    private final Set<String> freePrefixes = new TreeSet<>();
    private final ConfigSources sources;

    KnownKeys(ConfigSources sources) {
        this.sources = sources;
    }

    void add(Setting setting) {
        known.put(setting.key(), setting);
    }

    /** Accepts every key below this one. */
    void addAllBelow(String key) {
        freePrefixes.add(key + ".");
    }

    /** Sorted by key. */
    List<Setting> all() {
        return List.copyOf(known.values());
    }

    /**
     * Records a mistake for each key that no feature reads.
     *
     * @param layers the files to look at
     */
    void check(List<Layer> layers, List<String> mistakes) {
        for (Layer layer : layers) {
            for (String key : new TreeSet<>(layer.values().keySet())) {
                String name = key.replaceFirst("\\.\\d+$", "");
                boolean leaf = layers.stream()
                        .noneMatch(l -> l.values().keySet().stream().anyMatch(k -> k.startsWith(key + ".")));
                if (leaf && !known.containsKey(name) && freePrefixes.stream().noneMatch((key + ".")::startsWith)) {
                    mistakes.add(unknown(key, name, layer));
                }
            }
        }
    }

    private String unknown(String key, String name, Layer layer) {
        for (Setting setting : known.values()) {
            // What stands below it may be its value, in braces by mistake, and so a secret.
            if (key.startsWith(setting.key() + ".")) {
                return setting.key() + " in " + layer.name() + " is a group of keys; allowed: " + setting.allowed();
            }
        }
        String inside = known.keySet().stream().filter(one -> one.startsWith(key + "."))
                .map(one -> one.substring(key.length() + 1).replaceFirst("\\..*", "")).distinct()
                .collect(Collectors.joining(", "));
        return Redaction.credentials(key) + " in " + layer.name() + (inside.isEmpty()
                ? " is not a known key" + suggestion(name)
                : " is a group of keys; allowed: " + inside);
    }

    /** {@code server.max-streams} becomes {@code DEX_SERVER_MAX_STREAMS}. */
    String variableByRule(String key) {
        return sources.prefix() + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** Records a mistake for each variable that has the prefix and belongs to no key. */
    void checkVariables(Set<String> variables, List<String> mistakes) {
        Set<String> allowed = new TreeSet<>(Set.of(sources.fileVariable()));
        for (Setting setting : known.values()) {
            allowed.add(variableByRule(setting.key()));
            allowed.add(setting.variable());
        }
        for (String name : new TreeSet<>(variables)) {
            if (name.startsWith(sources.prefix()) && !allowed.contains(name)) {
                String near = nearest(name, allowed);
                mistakes.add("environment variable " + name + " overrides no key"
                        + (near == null ? "" : "; did you mean " + near + "?"));
            }
        }
    }

    /** The known key with the same last part; without one, the most similar key, if it is similar enough. */
    private String suggestion(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        String best = known.keySet().stream().filter(key -> key.endsWith("." + last)).findFirst().orElse(null);
        best = best == null ? nearest(name, known.keySet()) : best;
        return best == null ? "; the bundled file of defaults lists every key" : "; did you mean " + best + "?";
    }

    /** The most similar candidate, or null if more than a quarter of its letters differ, or two of a short one. */
    private static String nearest(String name, Set<String> candidates) {
        return Nearest.of(name, candidates, Math.max(2, name.length() / 4));
    }
}
