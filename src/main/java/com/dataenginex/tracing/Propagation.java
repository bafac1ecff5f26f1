package com.dataenginex.tracing;

/** Which trace headers an outgoing call carries. */
public enum Propagation {
    /** Nothing. */
    NONE,
    /** {@code traceparent} alone: two random ids and a flag. */
    TRACEPARENT,
    /** Whatever the propagators carry, such as {@code tracestate} and baggage, which may hold what a client sent. */
    ALL;

    boolean carries(String header) {
        return this == ALL || this == TRACEPARENT && header.equalsIgnoreCase("traceparent");
    }
}
