package com.dataenginex.exercise;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations as people write them. */
final class Times {
    private static final int MINUTE = 60;
    private static final int TEN_SECONDS = 1_000;

    private Times() {
    }

    /** Such as {@code 1m 30s}, {@code 12s}, or below ten seconds {@code 1.4s}; less than ten milliseconds are none. */
    static String text(Duration time) {
        long hundredths = time.toMillis() / 10;
        if (hundredths < TEN_SECONDS) {
            return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString() + "s";
        }
        long seconds = Math.round(time.toMillis() / 1_000.0);
        return (seconds < MINUTE ? "" : seconds / MINUTE + "m")
                + (seconds % MINUTE == 0 ? "" : (seconds < MINUTE ? "" : " ") + seconds % MINUTE + "s");
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
