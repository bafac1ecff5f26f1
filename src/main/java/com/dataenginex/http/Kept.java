package com.dataenginex.http;

import java.util.Locale;

/** Why a request is remembered longer than others, with its trace and its DEBUG events; the first that holds counts. */
public enum Kept {
    /** It was asked for. */
    DEBUG,
    /** It was answered with a 5xx, an exception was not handled, or the response was cut short by the service. */
    ERROR,
    /** The client stopped reading, and was cut off. */
    CUT_OFF,
    /** Its response began, or for all but streams ended, later than allowed. */
    SLOW;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
