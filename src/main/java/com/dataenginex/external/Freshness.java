package com.dataenginex.external;

import java.util.Locale;

/** How a caller got a rate; the label {@code result}. */
enum Freshness {
    /** From a source, for this caller or one that asked at the same time. */
    FETCHED,
    /** From memory, young enough to need no source. */
    CACHED,
    /** From memory, since all sources fail. */
    STALE;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
