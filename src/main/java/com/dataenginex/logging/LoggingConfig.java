package com.dataenginex.logging;

import com.dataenginex.config.Settings;
import com.dataenginex.log.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;

/**
 * @param level threshold; what is below is not written
 * @param format JSON or console
 * @param colour when the console format uses ANSI colours
 * @param requestStarted whether the beginning of a request is logged
 * @param queueCapacity lines that may wait for a slow stdout before the least severe are dropped
 * @param flushTimeout how long a stop waits for the waiting lines to be written
 * @param queryValues query parameters whose values may be logged; of the others only the names are
 */
public record LoggingConfig(Level level, LogFormat format, Colour colour, boolean requestStarted, int queueCapacity,
        Duration flushTimeout,
        Set<String> queryValues) {

    public LoggingConfig {
        queryValues = Set.copyOf(queryValues);
    }

    public static LoggingConfig read(Settings settings) {
        List<String> names = settings.list("logging.query-values", "the name of a query parameter", text -> text);
        return new LoggingConfig(settings.read("logging.level", "LOG_LEVEL", Severity.ALLOWED, Severity::threshold),
                settings.oneOf("logging.format", "LOG_FORMAT", LogFormat.class), colour(settings),
                settings.flag("logging.request-started"),
                settings.integer("logging.queue-capacity", 64, 1 << 20),
                settings.duration("logging.flush-timeout", Duration.ZERO, Duration.ofMinutes(1)),
                Set.copyOf(names));
    }

    /** NO_COLOR (https://no-color.org) and TERM=dumb count unless the setting is always or never. */
    private static Colour colour(Settings settings) {
        Colour colour = settings.oneOf("logging.colour", "", Colour.class);
        boolean none = settings.variables("NO_COLOR").containsKey("NO_COLOR")
                || "dumb".equals(settings.variables("TERM").get("TERM"));
        return colour == Colour.AUTO && none ? Colour.NEVER : colour;
    }
}
