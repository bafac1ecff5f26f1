package com.dataenginex.config;

import java.util.List;

/** Every mistake in the configuration at once, as the operator reads it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> mistakes;

    public ConfigException(List<String> mistakes) {
        super("The configuration has " + (mistakes.size() == 1 ? "a mistake" : mistakes.size() + " mistakes")
                + ":\n  - "
                + String.join("\n  - ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    public List<String> mistakes() {
        return mistakes;
    }
}
