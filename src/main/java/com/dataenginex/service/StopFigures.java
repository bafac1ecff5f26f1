package com.dataenginex.service;

import com.dataenginex.http.RequestTotals;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.Logging;
import com.dataenginex.tracing.SpanCounts;
import java.util.Arrays;

/** The totals of the ledger: what the service did, and how much telemetry was lost. */
record StopFigures(long requests, long streams, long spansCreated, long spansExported, long spansDropped,
        long linesDropped) {

    static StopFigures of(RequestTotals totals, Streams streams, SpanCounts spans, Logging logging) {
        return new StopFigures(totals.served(), streams.closed(), spans.created(), spans.exported(),
                spans.overflowed() + spans.failed(),
                Arrays.stream(Severity.values()).mapToLong(logging::dropped).sum());
    }

    void writeTo(FieldWriter out) {
        out.number("requests_served", requests).number("streams_closed", streams).number("spans_created", spansCreated)
                .number("spans_exported", spansExported).number("spans_dropped", spansDropped)
                .number("log_lines_dropped", linesDropped);
    }
}
