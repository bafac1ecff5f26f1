package com.dataenginex.command;

import java.time.Duration;

/** A time as an option has it: {@code 90s}, {@code 10m}, {@code 1h}, or an ISO-8601 duration. */
final class TimeOption {
    private TimeOption() {
    }

    /** Null if it is none. */
    static Duration parse(String text) {
        try {
            return Duration.parse(text.matches("\\d{1,6}[smh]") ? "PT" + text : text);
        } catch (RuntimeException e) {
            return null;
        }
    }
}
