package com.dataenginex.http;

import java.util.Locale;

/** How an exchange ended. */
public enum ExchangeOutcome {
    /** The whole response was written. */
    COMPLETED,
    /** An exception that nothing handled, or a response that the server cut short. */
    FAILED,
    /** The client left first. */
    CLIENT_DISCONNECT,
    /** The client stopped reading the response, and was cut off. */
    STALLED,
    /** The request was refused before it reached any filter. */
    REFUSED;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
