package com.dataenginex.external;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import java.time.Duration;

/**
 * What one call to a source came to, for a line of the log; retries are calls of their own.
 *
 * @param deadline how long the call was allowed to take
 * @param failure or null
 */
record Attempt(String provider, SourceClient client, String currency, Duration deadline, CallOutcome outcome,
        SourceException failure, Duration took) implements Fields {

    @Override
    public void writeTo(FieldWriter out) {
        out.text("provider", provider).text("url", Redaction.credentials(client.url(currency)))
                .seconds("deadline_seconds", deadline.toNanos()).text("outcome", outcome.toString());
        int status = outcome == CallOutcome.SUCCESS ? SourceClient.OK : failure == null ? 0 : failure.status();
        if (status > 0) {
            out.number("status", status);
        }
        out.text("reason", failure == null ? null : failure.getMessage()).seconds("duration_seconds", took.toNanos());
    }
}
