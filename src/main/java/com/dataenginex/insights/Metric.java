package com.dataenginex.insights;

import java.util.Locale;

/** The figures that the events carry, in turn. */
enum Metric {
    REQUEST_RATE("Requests per second"),
    ERROR_RATE("Share of requests answered with 5xx, from 0 to 1"),
    IN_FLIGHT("Requests in flight");

    private final String description;
    private final String text = name().toLowerCase(Locale.ROOT);

    Metric(String description) {
        this.description = description;
    }

    /** @param position of the event in its stream, from 1 */
    static Metric at(int position) {
        return values()[(position - 1) % values().length];
    }

    String description() {
        return description;
    }

    @Override
    public String toString() {
        return text;
    }
}
