package com.dataenginex.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The figures of the last hour, one row per second: a quarter of a megabyte, whatever happens. Written by one thread, read by any.
 */
final class FigureRing {
    static final int SECONDS = 3_600;

    /**
     * One row.
     *
     * @param second of Unix time
     * @param values by the ordinal of {@link FigureName}; NaN where there is none
     */
    record Row(long second, float[] values) {
    }

    // Guarded by this.
    private final Row[] rows = new Row[SECONDS];
    private long written;

    synchronized void add(Row row) {
        rows[(int) (written++ % SECONDS)] = row;
    }

    /** Rows after a second, up to another one, the oldest first, and no more than the newest so many. */
    synchronized List<Row> between(long second, long last, int most) {
        int wanted = Math.min(most, SECONDS);
        List<Row> found = new ArrayList<>();
        for (long i = written - 1; i >= Math.max(0, written - wanted); i--) {
            Row row = rows[(int) (i % SECONDS)];
            if (row.second() <= second) {
                break;
            }
            if (row.second() <= last) {
                found.add(row);
            }
        }
        return found.reversed();
    }

    /** The second of the newest row; 0 before the first one. */
    synchronized long last() {
        return written == 0 ? 0 : rows[(int) ((written - 1) % SECONDS)].second();
    }

    /** For a row without values. */
    static float[] blank() {
        float[] values = new float[FigureName.values().length];
        Arrays.fill(values, Float.NaN);
        return values;
    }
}
