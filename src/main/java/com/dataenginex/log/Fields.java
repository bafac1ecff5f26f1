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

    /** Characters that they keep in memory until then, where a client or a library chose how many. */
    default int weight() {
        return 0;
    }
}
