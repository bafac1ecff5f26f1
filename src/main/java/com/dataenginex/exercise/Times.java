package com.dataenginex.exercise;

import java.time.Duration;

/** Durations as people write them. */
final class Times {
    private static final int MINUTE = 60;
    private static final int TENTH = 100;

    private Times() {
    }

    /** Such as {@code 1m 30s}, {@code 12s}, or below ten seconds {@code 1.4s}. */
    static String text(Duration time) {
        long millis = time.toMillis();
        if (millis < 10_000 && millis % 1_000 >= TENTH) {
            return millis / 1_000 + "." + millis % 1_000 / TENTH + "s";
        }
        long seconds = Math.round(millis / 1_000.0);
        return seconds < MINUTE ? seconds + "s" : seconds / MINUTE + "m " + seconds % MINUTE + "s";
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
