package com.dataenginex.ui;

import com.dataenginex.logging.LogLine;
import com.dataenginex.logging.LogListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The newest lines of the log, as they were written, in so many lines and so much memory at the most. Written by the log's writer,
 * read by any thread.
 */
final class LogTail implements LogListener {
    private static final int MOST_LINES = 2_000;
    /** Of what the lines keep in memory, by their own estimate. */
    private static final long MOST_WEIGHT = 4L << 20;

    /** A line and its number, from 1 on. */
    record Numbered(long number, LogLine line) {
    }

    // Guarded by this. They hold no numbers: what is kept is copied by each young collection.
    private final Deque<LogLine> lines = new ArrayDeque<>(MOST_LINES);
    /** Of each line, at its number: the one that makes room has long left the processor's cache. */
    private final int[] weights = new int[MOST_LINES];
    private long weight;
    private long newest;

    @Override
    public synchronized void written(LogLine line) {
        int more = line.weight();
        while (lines.size() == MOST_LINES || weight + more > MOST_WEIGHT && !lines.isEmpty()) {
            weight -= weights[place(newest - lines.size() + 1)];
            lines.removeFirst();
        }
        newest++;
        lines.addLast(line);
        weights[place(newest)] = more;
        weight += more;
    }

    private static int place(long number) {
        return (int) (number % MOST_LINES);
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
        Iterator<LogLine> newestFirst = lines.descendingIterator();
        for (long each = newest; each > number && newestFirst.hasNext(); each--) {
            found.add(new Numbered(each, newestFirst.next()));
        }
        return found;
    }

    /** Of the newest line; 0 before the first one. */
    synchronized long last() {
        return newest;
    }

    /** Of the oldest line that is still there; 0 before the first one. */
    synchronized long oldest() {
        return lines.isEmpty() ? 0 : newest - lines.size() + 1;
    }
}
