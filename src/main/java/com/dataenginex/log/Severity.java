package com.dataenginex.log;

import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;

/** The levels that appear in log lines, each with the lowest {@link Level} that it covers. */
public enum Severity {
    DEBUG(Level.ALL),
    INFO(Level.INFO),
    WARNING(Level.WARNING),
    ERROR(Level.SEVERE),
    CRITICAL(Level.parse("1100"));

    private static final Map<String, Level> NAMES = Map.ofEntries(Map.entry("DEBUG", Level.FINE),
            Map.entry("INFO", Level.INFO), Map.entry("WARNING", Level.WARNING), Map.entry("WARN", Level.WARNING),
            Map.entry("ERROR", Level.SEVERE), Map.entry("CRITICAL", CRITICAL.from), Map.entry("ALL", Level.ALL),
            Map.entry("FINEST", Level.FINEST), Map.entry("FINER", Level.FINER), Map.entry("FINE", Level.FINE),
            Map.entry("CONFIG", Level.CONFIG), Map.entry("SEVERE", Level.SEVERE), Map.entry("OFF", Level.OFF));

    public static final String ALLOWED = "one of DEBUG, INFO, WARNING, ERROR, CRITICAL, or of Java's ALL, FINEST, FINER, FINE, "
            + "CONFIG, SEVERE, OFF";

    private final Level from;

    Severity(Level from) {
        this.from = from;
    }

    public static Severity of(Level level) {
        int value = level.intValue();
        if (value < INFO.from.intValue()) {
            return DEBUG;
        }
        if (value < WARNING.from.intValue()) {
            return INFO;
        }
        if (value < ERROR.from.intValue()) {
            return WARNING;
        }
        return value < CRITICAL.from.intValue() ? ERROR : CRITICAL;
    }

    /** The threshold that a name stands for, or null. */
    public static Level threshold(String name) {
        return NAMES.get(name.toUpperCase(Locale.ROOT));
    }

    /** The level of an event of ours. */
    public Level level() {
        return this == DEBUG ? Level.FINE : from;
    }
}
