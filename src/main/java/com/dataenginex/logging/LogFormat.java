package com.dataenginex.logging;

/** How log lines look. */
public enum LogFormat {
    /** One JSON object per line. */
    JSON,
    /** Lines for people. */
    CONSOLE
}
