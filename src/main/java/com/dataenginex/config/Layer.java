package com.dataenginex.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One source of settings.
 *
 * @param name as an operator knows it: a file name, for example
 * @param values dotted key to text; list elements end in {@code .0}, {@code .1} and so on
 */
record Layer(String name, Map<String, String> values) {

    boolean holds(String key) {
        return values.containsKey(key) || holdsList(key);
    }

    boolean holdsList(String key) {
        return values.containsKey(key + ".0");
    }

    /** The elements of a list, or of a text with commas; an empty text is an empty list. */
    List<String> list(String key) {
        List<String> elements = new ArrayList<>();
        String text = values.getOrDefault(key, "");
        if (!text.isBlank()) {
            elements.addAll(List.of(text.strip().split("\\s*,\\s*")));
        }
        for (int i = 0; values.containsKey(key + "." + i); i++) {
            elements.add(values.get(key + "." + i));
        }
        return elements;
    }

    /** The elements of a list of objects, each as field to text. */
    Collection<Map<String, String>> objects(String key) {
        Pattern member = Pattern.compile(Pattern.quote(key) + "\\.(\\d+)\\.(.+)");
        Map<Integer, Map<String, String>> found = new TreeMap<>();
        values.forEach((field, text) -> {
            Matcher match = member.matcher(field);
            if (match.matches()) {
                found.computeIfAbsent(Integer.parseInt(match.group(1)), i -> new TreeMap<>()).put(match.group(2), text);
            }
        });
        return found.values();
    }
}
