package com.dataenginex.logging;

import com.dataenginex.http.Exchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Puts each JUL record into the queue, with the request and the span that it was said in. */
final class QueueHandler extends Handler {
    private final LogQueue queue;
    private final Formatter messages = new SimpleFormatter();

    QueueHandler(LogQueue queue) {
        this.queue = queue;
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        Exchange exchange = Exchange.current();
        SpanContext span = Span.current().getSpanContext();
        boolean ours = entry instanceof EventRecord;
        queue.offer(new LogLine(entry.getInstant(), Severity.of(entry.getLevel()), entry.getLoggerName(),
                ours ? entry.getMessage() : messages.formatMessage(entry),
                ours ? ((EventRecord) entry).fields() : Fields.NONE, entry.getThrown(),
                exchange == null ? null : exchange.requestId(), span.isValid() ? span.getTraceId() : null,
                span.isValid() ? span.getSpanId() : null));
    }

    @Override
    public void flush() {
        // The writer flushes what it writes.
    }

    @Override
    public void close() {
        // Logging owns the writer and closes it.
    }
}
