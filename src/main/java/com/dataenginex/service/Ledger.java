package com.dataenginex.service;

import com.dataenginex.log.FieldWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long each step of a stop took, and what it interrupted. Thread-safe. */
final class Ledger {
    private final Map<String, Long> nanos = new LinkedHashMap<>();
    private final Map<String, Long> cut = new LinkedHashMap<>();

    synchronized void took(String step, long nanoseconds) {
        nanos.put(step, nanoseconds);
    }

    /** Notes what a step left behind; nothing if {@code left} is 0. */
    synchronized void cutOff(String step, long left) {
        if (left > 0) {
            cut.merge(step, left, Long::sum);
        }
    }

    synchronized boolean isClean() {
        return cut.isEmpty();
    }

    /** {@code <step>_seconds} and {@code <step>_cut_off} of each step, and {@code clean}. */
    synchronized void writeTo(FieldWriter out) {
        nanos.forEach((step, took) -> out.seconds(step + "_seconds", took));
        cut.forEach((step, left) -> out.number(step + "_cut_off", left));
        out.flag("clean", isClean());
    }
}
