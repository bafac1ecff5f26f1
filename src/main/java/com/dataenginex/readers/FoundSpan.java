package com.dataenginex.readers;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A span as a reader of traces keeps it.
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 * @param parentId 16 hex digits, or empty
 * @param service name of the service whose span it is
 * @param attributes as texts; Jaeger adds {@code span.kind} and {@code error}
 */
public record FoundSpan(String traceId, String spanId, String parentId, String name, String service, Instant began,
        Duration took, Map<String, String> attributes) {
}
