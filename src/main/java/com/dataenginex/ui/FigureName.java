package com.dataenginex.ui;

import java.util.Locale;

/** The columns of the figures, in their order. Rates are per second, over the last second. */
enum FigureName {
    /** Requests answered with 2xx. */
    RATE_2XX,
    RATE_3XX,
    /** With 4xx, and with 505, which is the client's error. */
    RATE_4XX,
    RATE_5XX,
    /** Seconds, over the last ten seconds; streams are not among them. */
    P50,
    P95,
    P99,
    IN_FLIGHT,
    STREAMS,
    /** Requests refused since a limit was reached. */
    REJECTED,
    /** Bytes in use. */
    HEAP,
    /** Bytes in use after the last collection. */
    HEAP_AFTER_GC,
    /** Share of the last second in which collections stopped the process. */
    GC_PAUSE,
    /** Platform threads. */
    THREADS,
    /** Seconds per second for which virtual threads kept their carriers. */
    PINNED,
    /** Of one processor's time, all of them being 1. */
    CPU,
    LOG_QUEUE,
    SPAN_QUEUE;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
