package com.dataenginex.health;

import java.util.Locale;

/** What is known of a component. */
enum ComponentState {
    /** It works. */
    HEALTHY,
    /** It does not work, and the service works without it, with reduced functions. */
    DEGRADED,
    /** It does not work. */
    UNHEALTHY,
    /** It is not configured, and counts as healthy. */
    SKIPPED;

    private final String text = name().toLowerCase(Locale.ROOT);

    boolean works() {
        return this == HEALTHY || this == SKIPPED;
    }

    @Override
    public String toString() {
        return text;
    }
}
