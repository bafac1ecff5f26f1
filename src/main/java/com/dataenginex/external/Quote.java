package com.dataenginex.external;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a source answered.
 *
 * @param value of one Bitcoin, exactly as the source wrote it
 * @param timestamp the source's own, or null if it gives none
 */
record Quote(BigDecimal value, Instant timestamp) {
    private static final int MAX_DIGITS = 30;

    /** @throws InvalidAnswer if the value is no plausible price: it must be above 0 and have no more than 30 digits */
    Quote {
        // The digits are checked first: to compare 1E+999999999 is quick, to print it is not.
        if (value.precision() > MAX_DIGITS || Math.abs(value.scale()) > MAX_DIGITS || value.signum() <= 0) {
            throw new InvalidAnswer("the value is no price");
        }
    }
}
