package com.dataenginex.external;

import com.dataenginex.http.ProblemType;
import java.util.Locale;

/** Why a caller got no rate; the label {@code result}, beside {@link Freshness}. */
enum Refusal {
    /** No source knows the currency: 404. */
    UNKNOWN,
    /** No source may be asked, since each has failed too often or asked to be left alone: 503. */
    UNAVAILABLE,
    /** Sources answered, but nothing usable: 502. */
    FAILED,
    /** No source answered in time: 504. */
    LATE;

    private final String text = name().toLowerCase(Locale.ROOT);

    static Refusal of(RatesUnavailable e) {
        return e.type().equals(ProblemType.SERVICE_UNAVAILABLE)
                ? UNAVAILABLE
                : e.type().equals(ProblemType.GATEWAY_TIMEOUT) ? LATE : FAILED;
    }

    @Override
    public String toString() {
        return text;
    }
}
