package com.dataenginex.readers;

import java.time.Instant;
import java.util.Map;

/**
 * A line of the log as a reader of logs keeps it.
 *
 * @param time by which it is kept
 * @param event the field {@code event} of a line of JSON, or the body of an OTLP record
 * @param fields of the line, as texts; of a record its attributes
 * @param labels by which the stream is selected
 */
public record FoundLine(Instant time, String event, Map<String, String> fields, Map<String, String> labels) {

    /** A field, empty if it is absent. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }
}
