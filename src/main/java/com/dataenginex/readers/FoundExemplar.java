package com.dataenginex.readers;

import java.time.Instant;
import java.util.Map;

/**
 * An exemplar that Prometheus keeps.
 *
 * @param series labels of its series, the name as {@code __name__}
 * @param labels of its own, such as {@code trace_id}
 */
public record FoundExemplar(Map<String, String> series, Map<String, String> labels, double value, Instant time) {
}
