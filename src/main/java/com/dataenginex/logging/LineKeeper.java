package com.dataenginex.logging;

import com.dataenginex.http.Exchange;

/** Keeps the events of requests aside, those too that are below their logger's level. */
public interface LineKeeper {
    /** Whether a line of this request would be kept; must be fast, and neither block nor throw. */
    boolean keeps(Exchange exchange);

    /**
     * Called on the thread that says it, before it is written; must neither block nor throw.
     *
     * @param written false if it is below its logger's level
     */
    void said(Exchange exchange, LogLine line, boolean written);
}
