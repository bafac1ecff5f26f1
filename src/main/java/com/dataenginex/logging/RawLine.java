package com.dataenginex.logging;

import com.dataenginex.log.Severity;

/** Text that is formatted already, with its line end; it is written between two log lines. */
record RawLine(Severity severity, byte[] text) implements Entry {

    @Override
    public int weight() {
        return text.length;
    }
}
