package com.dataenginex.drill;

import java.util.Locale;

/** Why a good header was not followed; the label {@code reason}. */
public enum DrillRefusal {
    /** As many requests of drills in this second as there may be. */
    RATE,
    /** As many of them in flight as there may be. */
    IN_FLIGHT,
    /** Longer than a fault may last, or no known fault. */
    ORDER,
    /** Probes, scrapes and the operator's endpoints are served as they are. */
    ENDPOINT,
    /** There is no such dependency, another one is overridden, it is hard and that was not asked for, or five minutes are over. */
    DEPENDENCY;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
