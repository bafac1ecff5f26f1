package com.dataenginex.logging;

import com.dataenginex.log.Severity;

/** Text that somebody else formatted, its end included, which must not mix with the log lines. */
record RawLine(Severity severity, byte[] text) implements Entry {

    @Override
    public int weight() {
        return text.length;
    }
}
