package com.dataenginex.ui;

import java.util.List;

/**
 * All alerts, and who evaluated them.
 *
 * @param from {@code Prometheus} or {@code this instance}
 * @param readAt by {@link System#nanoTime()}; of no meaning for this instance
 * @param missing who could not be read, and why; null where nothing is missing
 */
record AlertTable(String from, long readAt, String missing, List<AlertRow> rows) {
    static final String PROMETHEUS = "Prometheus";
    static final String INSTANCE = "this instance";

    AlertTable {
        rows = List.copyOf(rows);
    }

    static AlertTable ofThisInstance(List<AlertWatch> watches, String missing) {
        return new AlertTable(INSTANCE, 0, missing, watches.stream().map(AlertRow::of).toList());
    }

    boolean isOfPrometheus() {
        return from.equals(PROMETHEUS);
    }
}
