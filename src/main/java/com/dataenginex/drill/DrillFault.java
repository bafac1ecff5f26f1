package com.dataenginex.drill;

import java.util.Locale;

/** What a drill does to a request; the label {@code fault}. */
public enum DrillFault {
    /** The request waits before it is served. */
    LATENCY,
    /** The request fails with 500. */
    ERRORS,
    /** The request is held, so that many are in flight. */
    SATURATION,
    /** One dependency counts as failed; the request itself is served as usual. */
    DEPENDENCY;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
