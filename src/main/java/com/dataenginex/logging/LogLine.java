package com.dataenginex.logging;

import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import java.time.Instant;

/**
 * What waits to be written.
 *
 * @param event an event's name or a library's message
 * @param thrown or null
 * @param requestId of the request that it was said in, or null
 * @param traceId or null
 * @param spanId or null
 */
record LogLine(Instant time, Severity severity, String logger, String event, Fields fields, Throwable thrown,
        String requestId, String traceId, String spanId) implements Entry {

    /** Whether the other line is of the same event, said by the same logger. */
    boolean saysTheSame(LogLine other) {
        return event == other.event && severity == other.severity && logger == other.logger;
    }

    /** What {@link #saysTheSame} looks at, and nothing that it would keep in memory. */
    LogLine kind() {
        return new LogLine(Instant.EPOCH, severity, logger, event, Fields.NONE, null, null, null, null);
    }
}
