package com.dataenginex.exercise;

/** How far a hop is. */
enum HopState {
    PLANNED("planned"),
    PASSED("ok"),
    /** There is nothing to be seen in this environment. */
    NONE("none"),
    FAILED("FAILED");

    private final String text;

    HopState(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
