package com.dataenginex.config;

/**
 * What is known of one key: its place in the YAML, its environment variable and what is allowed.
 *
 * @param key dotted key, as in {@code server.port}
 * @param variable name of the environment variable that overrides it, empty if none does
 * @param allowed the values that are accepted, in words
 */
public record Setting(String key, String variable, String allowed) {
}
