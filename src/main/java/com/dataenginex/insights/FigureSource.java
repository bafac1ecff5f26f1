package com.dataenginex.insights;

import java.util.Locale;

/** Where the figures come from. */
enum FigureSource {
    SYNTHETIC,
    LIVE;

    static final String ALLOWED = "synthetic or live";

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The source of that name, or null. */
    static FigureSource of(String text) {
        for (FigureSource source : values()) {
            if (source.text.equals(text)) {
                return source;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return text;
    }
}
