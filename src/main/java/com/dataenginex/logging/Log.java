package com.dataenginex.logging;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Says what happened, as an event with typed fields:
 *
 * <pre>{@code
 * private static final Log LOG = Log.of(MyClass.class);
 *
 * LOG.info("cache_refreshed", f -> f.text("currency", "USD").number("entries", 3));
 * }</pre>
 */
public final class Log {
    private final Logger logger;

    private Log(Logger logger) {
        this.logger = logger;
    }

    public static Log of(Class<?> owner) {
        return new Log(Logger.getLogger(owner.getName()));
    }

    public void debug(String event, Fields fields) {
        log(Level.FINE, event, fields, null);
    }

    public void info(String event, Fields fields) {
        log(Level.INFO, event, fields, null);
    }

    public void warning(String event, Fields fields) {
        log(Level.WARNING, event, fields, null);
    }

    /** @param thrown its stack is written, or null */
    public void error(String event, Fields fields, Throwable thrown) {
        log(Level.SEVERE, event, fields, thrown);
    }

    private void log(Level level, String event, Fields fields, Throwable thrown) {
        if (logger.isLoggable(level)) {
            logger.log(new EventRecord(level, logger.getName(), event, fields, thrown));
        }
    }
}
