package com.dataenginex.logging;

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
}
