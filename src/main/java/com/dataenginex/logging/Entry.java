package com.dataenginex.logging;

/** What the queue holds. */
sealed interface Entry permits LogLine, RawLine {
    Severity severity();
}
