package com.dataenginex.logging;

/** Is told each line that is written, on the log writer's thread, in the order in which the lines are written. */
@FunctionalInterface
public interface LogListener {
    /** Must not block: the log waits for it. What it throws is logged once and otherwise ignored. */
    void written(LogLine line);
}
