package com.dataenginex.external;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The rate of one Bitcoin.
 *
 * @param currency three capital letters
 * @param timestamp the source's own time, or that of the answer if it gives none
 * @param source the URL asked, without credentials
 * @param fetchedNanos when it arrived, by {@link System#nanoTime()}
 */
record Rate(String currency, BigDecimal value, Instant timestamp, String source, long fetchedNanos) {

    long ageNanos() {
        return System.nanoTime() - fetchedNanos;
    }
}
