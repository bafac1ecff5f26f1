package com.dataenginex.config;

import java.util.Map;

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
}
