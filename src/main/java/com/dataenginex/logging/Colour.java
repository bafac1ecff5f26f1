package com.dataenginex.logging;

/** When the console format uses ANSI colours. */
public enum Colour {
    /** On a terminal alone, and not with {@code NO_COLOR} or {@code TERM=dumb}. */
    AUTO,
    ALWAYS,
    NEVER
}
