package com.dataenginex.ui;

import com.dataenginex.logging.LogLine;
import com.dataenginex.logging.LogListener;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest lines of the log, as they were written, in so many lines and so much memory at the most. Written by the log's writer,
 * read by any thread.
 */
final class LogTail implements LogListener {
    private static final int MOST_LINES = 2_000;
    /** A power of two. */
    private static final int PLACES = 2_048;
    /** Of what the lines keep in memory, by their own estimate. */
    private static final long MOST_WEIGHT = 4L << 20;

    /** A line and its number, from 1 on. */
    record Numbered(long number, LogLine line) {
    }

    // Guarded by this. A line and its weight are at the place of its number; an object for each would be copied by each young collection.
    private final LogLine[] lines = new LogLine[PLACES];
    /** The line that makes room has long left the processor's cache, and is not asked for it. */
    private final int[] weights = new int[PLACES];
    private long weight;
    private long oldest = 1;
    private long newest;

    @Override
    public synchronized void written(LogLine line) {
        int more = line.weight();
        while (count() == MOST_LINES || weight + more > MOST_WEIGHT && count() > 0) {
            int place = place(oldest++);
            weight -= weights[place];
            lines[place] = null;
        }
        int place = place(++newest);
        lines[place] = line;
        weights[place] = more;
        weight += more;
    }

    private long count() {
        return newest - oldest + 1;
    }

    private static int place(long number) {
        return (int) number & PLACES - 1;
    }

    /** Those after a number, up to another one, that are wanted; the oldest first, and no more than the newest so many. */
    List<Numbered> between(long number, long last, int most, Predicate<LogLine> wanted) {
        List<Numbered> found = new ArrayList<>();
        for (Numbered one : newerThan(number)) {
            if (one.number() <= last && wanted.test(one.line())) {
                found.add(one);
                if (found.size() == most) {
                    break;
                }
            }
        }
        return found.reversed();
    }

    /** The newest first. A copy, so that the log's writer does not wait for what a reader does with each. */
    private synchronized List<Numbered> newerThan(long number) {
        List<Numbered> found = new ArrayList<>();
        for (long each = newest; each > number && each >= oldest; each--) {
            found.add(new Numbered(each, lines[place(each)]));
        }
        return found;
    }

    /** Of the newest line; 0 before the first one. */
    synchronized long last() {
        return newest;
    }

    /** Of the oldest line that is still there; 0 before the first one. */
    synchronized long oldest() {
        return count() == 0 ? 0 : oldest;
    }
}
