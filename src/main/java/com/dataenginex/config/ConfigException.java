package com.dataenginex.config;

import java.util.List;

/** Every problem of the configuration at once, as the operator reads it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public ConfigException(List<String> problems) {
        super("The configuration has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
                + ":\n  - "
                + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
