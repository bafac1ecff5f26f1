package com.dataenginex.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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
 *
 * <p>The levels are those of {@code java.util.logging}; its records and handlers are bypassed, which halves the cost.
 */
public final class Log {
    /** Those of all logs that are open; usually one. */
    private static final List<LogReceiver> RECEIVERS = new CopyOnWriteArrayList<>();

    /** Each may ask for events that their logger's level leaves out. */
    private static final List<BooleanSupplier> WANTED = new CopyOnWriteArrayList<>();

    private final Logger logger;
    private final String name;

    private Log(Logger logger) {
        this.logger = logger;
        this.name = logger.getName();
    }

    public static Log of(Class<?> owner) {
        return new Log(Logger.getLogger(owner.getName()));
    }

    /** From now on the receiver gets every event of every log; with none, events go to {@code java.util.logging}. */
    public static void attach(LogReceiver receiver) {
        RECEIVERS.add(receiver);
    }

    public static void detach(LogReceiver receiver) {
        RECEIVERS.remove(receiver);
    }

    /**
     * From now on an event below its logger's level is said too, if this holds where it is said.
     *
     * @param wanted asked on the thread that says it, for each such event; must be fast, and neither block nor throw
     */
    public static void alsoSay(BooleanSupplier wanted) {
        WANTED.add(wanted);
    }

    public static void noLongerSay(BooleanSupplier wanted) {
        WANTED.remove(wanted);
    }

    public void debug(String event, Fields fields) {
        say(Severity.DEBUG, event, fields, null);
    }

    public void info(String event, Fields fields) {
        say(Severity.INFO, event, fields, null);
    }

    public void warning(String event, Fields fields) {
        say(Severity.WARNING, event, fields, null);
    }

    /** @param thrown its stack is written, or null */
    public void error(String event, Fields fields, Throwable thrown) {
        say(Severity.ERROR, event, fields, thrown);
    }

    /** Whether an event of this severity would be written now. */
    public boolean isWritten(Severity severity) {
        return logger.isLoggable(severity.level()) || !WANTED.isEmpty() && isWanted();
    }

    /**
     * As the others, with a severity that is known only when it is said.
     *
     * @param thrown its stack is written, or null
     */
    public void say(Severity severity, String event, Fields fields, Throwable thrown) {
        Level level = severity.level();
        if (!isWritten(severity)) {
            for (LogReceiver receiver : RECEIVERS) {
                receiver.leftOut(severity, name, event, fields, thrown);
            }
            return;
        }
        if (RECEIVERS.isEmpty()) {
            logger.log(level, event, thrown);
            return;
        }
        for (LogReceiver receiver : RECEIVERS) {
            receiver.accept(severity, name, event, fields, thrown);
        }
    }

    private static boolean isWanted() {
        for (BooleanSupplier one : WANTED) {
            if (one.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
