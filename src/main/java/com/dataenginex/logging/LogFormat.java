package com.dataenginex.logging;

/** How log lines look. */
public enum LogFormat {
    /** One JSON object a line. */
    JSON,
    /** Aligned and coloured, for people. */
    CONSOLE
}
