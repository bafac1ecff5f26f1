package com.dataenginex.external;

import java.util.Locale;

/** How a call to a source ended; the label {@code outcome}. */
enum CallOutcome {
    SUCCESS,
    /** The source works, but does not know the currency. */
    UNKNOWN_CURRENCY,
    /** No whole answer in time. */
    TIMEOUT,
    /** No connection, or one that broke. */
    CONNECTION_FAILED,
    /** A status other than 200 that has no outcome of its own. */
    ERROR_STATUS,
    /** 429, or 503 with Retry-After. */
    RATE_LIMITED,
    /** Not asked: as many calls as allowed were in flight. */
    REJECTED,
    /** Not asked: the source has failed too often, or another call was trying it. */
    CIRCUIT_OPEN,
    /** Not asked: the source has asked to be left alone. */
    PAUSED,
    /** A response that cannot be parsed, or is too large. */
    INVALID_ANSWER;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
