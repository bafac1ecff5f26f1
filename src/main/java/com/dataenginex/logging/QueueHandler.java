package com.dataenginex.logging;

import com.dataenginex.http.Exchange;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Puts each event of ours and each JUL record into the queue, with the request and the span that it was said in. */
final class QueueHandler extends Handler {
    /** Those of all logs that are open; usually one. */
    private static final List<QueueHandler> OPEN = new CopyOnWriteArrayList<>();

    private final LogQueue queue;
    private final Formatter messages = new SimpleFormatter();

    QueueHandler(LogQueue queue) {
        this.queue = queue;
    }

    /** @return false if no log is open */
    static boolean offer(Severity severity, String logger, String event, Fields fields, Throwable thrown) {
        if (OPEN.isEmpty()) {
            return false;
        }
        LogLine line = line(Instant.now(), severity, logger, event, fields, thrown);
        OPEN.forEach(handler -> handler.queue.offer(line));
        return true;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            queue.offer(line(entry.getInstant(), Severity.of(entry.getLevel()), entry.getLoggerName(),
                    messages.formatMessage(entry), Fields.NONE, entry.getThrown()));
        }
    }

    private static LogLine line(Instant time, Severity severity, String logger, String event, Fields fields,
            Throwable thrown) {
        Context context = Context.current();
        Exchange exchange = Exchange.in(context);
        SpanContext span = Span.fromContext(context).getSpanContext();
        boolean traced = span.isValid();
        return new LogLine(time, severity, logger, event, fields, thrown,
                exchange == null ? null : exchange.requestId(), traced ? span.getTraceId() : null,
                traced ? span.getSpanId() : null);
    }

    /** From now on it takes the events too. */
    void open() {
        OPEN.add(this);
    }

    @Override
    public void flush() {
        // The writer flushes what it writes.
    }

    @Override
    public void close() {
        OPEN.remove(this);
    }
}
