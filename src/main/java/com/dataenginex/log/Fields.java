package com.dataenginex.log;

/**
 * The fields of one event. It runs later, on the writer's thread: it may capture only what no longer
 * changes.
 */
@FunctionalInterface
public interface Fields {
    Fields NONE = out -> {
    };

    void writeTo(FieldWriter out);
}
