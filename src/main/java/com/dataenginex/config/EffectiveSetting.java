package com.dataenginex.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The value of a key that is in effect, and where it came from.
 *
 * @param key dotted key, as in {@code server.port}
 * @param value as YAML writes it, {@code [redacted]} for a secret that is set, and a URL without its credentials and its query
 * @param source the file, or {@code environment variable} and its name; and from what the value was lowered, if it was
 */
public record EffectiveSetting(String key, String value, String source) {
    private static final String REDACTED = "\"[redacted]\"";
    /** What YAML reads as the same text without quotes. */
    private static final String PLAIN = "[A-Za-z0-9/.][A-Za-z0-9_./+%=-]*(:[A-Za-z0-9_./+%=-]+)*";

    /** With what there is room for in the place of more than that. */
    public EffectiveSetting lowered(long room) {
        return new EffectiveSetting(key, Long.toString(room), source + ", lowered from " + value);
    }

    static EffectiveSetting of(String key, String text, String source, boolean secret) {
        return new EffectiveSetting(key, secret && !text.isEmpty() ? REDACTED : quoted(text), source);
    }

    static EffectiveSetting list(String key, List<String> elements, String source) {
        return new EffectiveSetting(key,
                elements.stream().map(EffectiveSetting::quoted).collect(Collectors.joining(", ", "[", "]")), source);
    }

    static EffectiveSetting objects(String key, List<Map<String, String>> objects, String source) {
        return new EffectiveSetting(key, objects.stream().map(EffectiveSetting::object)
                .collect(Collectors.joining(", ", "[", "]")), source);
    }

    private static String object(Map<String, String> object) {
        return new TreeMap<>(object).entrySet().stream().map(field -> field.getKey() + ": " + quoted(field.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        String shown = Redaction.credentials(text);
        return shown.matches(PLAIN) ? shown : '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
