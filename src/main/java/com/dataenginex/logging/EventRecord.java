package com.dataenginex.logging;

import java.util.logging.Level;
import java.util.logging.LogRecord;

/** A log record whose message is an event's name and whose fields keep their types. */
final class EventRecord extends LogRecord {
    private static final long serialVersionUID = 1L;

    private final transient Fields fields;

    EventRecord(Level level, String logger, String event, Fields fields, Throwable thrown) {
        super(level, event);
        setLoggerName(logger);
        setThrown(thrown);
        this.fields = fields;
    }

    Fields fields() {
        return fields;
    }
}
