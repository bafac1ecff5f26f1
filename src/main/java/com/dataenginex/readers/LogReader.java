package com.dataenginex.readers;

import java.time.Instant;
import java.util.List;

/** What keeps the log. Every method throws {@link ReadException}. */
public interface LogReader {
    /** Most lines of one request that are read. */
    int LIMIT = 1_000;

    /** Such as {@code Loki}. */
    String name();

    /** Without credentials. */
    String url();

    /** Returns if it answers as such a program does. */
    Answer ready();

    /**
     * The lines of one request, the oldest first.
     *
     * @param requestId of letters, digits and {@code - _ . :}
     * @param from the time of the oldest line that is wanted, by the clock of what wrote it
     */
    List<FoundLine> lines(String requestId, Instant from, Instant to);
}
