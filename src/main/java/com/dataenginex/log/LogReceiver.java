package com.dataenginex.log;

/** Takes what code says with {@link Log}. */
@FunctionalInterface
public interface LogReceiver {
    /**
     * Called on the thread that says the event; must neither block nor throw.
     *
     * @param logger name of the class that says it
     * @param thrown its stack is to be written, or null
     */
    void accept(Severity severity, String logger, String event, Fields fields, Throwable thrown);

    /** As {@link #accept}, of an event that is below its logger's level: it is not written, but may be kept aside. */
    default void leftOut(Severity severity, String logger, String event, Fields fields, Throwable thrown) {
    }
}
