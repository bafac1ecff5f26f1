package com.dataenginex.logging;

import com.dataenginex.log.Severity;

/** An element of the log queue. */
sealed interface Entry permits LogLine, RawLine {
    Severity severity();

    /** About how much of the heap it keeps, in bytes. */
    int weight();
}
