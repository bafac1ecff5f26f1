package com.dataenginex.exercise;

import java.util.Locale;

/** How an exercise ended. */
public enum DrillVerdict {
    /** It can be held. */
    PLANNED(true),
    /** Every hop was passed in time. */
    GREEN(true),
    /** A hop is broken, or was late. */
    RED(false),
    /** It was not begun. */
    REFUSED(false),
    /** It was asked to stop. */
    STOPPED(false);

    private final boolean good;

    DrillVerdict(boolean good) {
        this.good = good;
    }

    public boolean isGood() {
        return good;
    }

    /** Whether faults may have been applied. */
    boolean isOver() {
        return this == GREEN || this == RED || this == STOPPED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
