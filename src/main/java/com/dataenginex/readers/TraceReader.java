package com.dataenginex.readers;

import java.util.List;

/** What keeps traces. Every method throws {@link ReadException}. */
public interface TraceReader {
    /** Such as {@code Jaeger}. */
    String name();

    /** Without credentials. */
    String url();

    /** Returns if it answers as such a program does. */
    Answer ready();

    /** The spans of one trace, by its 32 hex digits; empty if it is not there, or not yet. */
    List<FoundSpan> trace(String traceId);
}
