package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import io.opentelemetry.sdk.trace.ReadableSpan;

/** Is told each span of a request that is recorded, sampled or not, on the thread that starts or ends it; must not block. */
public interface SpanKeeper {
    void started(Exchange exchange, ReadableSpan span);

    void ended(Exchange exchange, ReadableSpan span);
}
