package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import io.opentelemetry.sdk.trace.ReadableSpan;

/** Is told each span of a request that is recorded, sampled or not, on the thread that starts or ends it; must not block. */
public interface SpanKeeper {
    /** @param exchange the request that it was started for */
    void started(Exchange exchange, ReadableSpan span);

    /** @param current the request that is current where it ends, which need not be the one that it was started for; or null */
    void ended(Exchange current, ReadableSpan span);
}
