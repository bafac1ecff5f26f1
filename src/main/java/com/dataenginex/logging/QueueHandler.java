package com.dataenginex.logging;

import com.dataenginex.config.Redaction;
import com.dataenginex.http.Exchange;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.log.LimitedText;
import com.dataenginex.log.Log;
import com.dataenginex.log.LogReceiver;
import com.dataenginex.log.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Puts each event of ours and each JUL record into the queue, with the request and the span that it was said in. */
final class QueueHandler extends Handler implements LogReceiver {
    /** The name of a logger that has none. */
    private static final String ANONYMOUS = "anonymous";
    /** Characters of what a library says. */
    private static final int LONGEST_MESSAGE = 2_048;
    /** Of those, how many are looked at: a password that is cut in two would not be found. */
    private static final int LONGEST_READ = 4 * LONGEST_MESSAGE;

    /** What a library says. */
    private record Message(String text) implements Fields {
        @Override
        public void writeTo(FieldWriter out) {
            out.text("message", text);
        }

        @Override
        public int weight() {
            return text.length();
        }
    }

    private final LogQueue queue;
    private volatile LineKeeper keeper;
    private final Formatter messages = new SimpleFormatter();

    QueueHandler(LogQueue queue) {
        this.queue = queue;
    }

    @Override
    public void accept(Severity severity, String logger, String event, Fields fields, Throwable thrown) {
        Context context = Context.current();
        Exchange exchange = Exchange.in(context);
        LogLine line = line(EpochNanos.now(), context, exchange, severity, logger, event, fields, thrown);
        LineKeeper aside = keeper;
        if (aside != null && exchange != null && aside.keeps(exchange)) {
            aside.said(exchange, line, true);
        }
        queue.offer(line);
    }

    @Override
    public void leftOut(Severity severity, String logger, String event, Fields fields, Throwable thrown) {
        LineKeeper aside = keeper;
        if (aside == null) {
            return;
        }
        Context context = Context.current();
        Exchange exchange = Exchange.in(context);
        if (exchange != null && aside.keeps(exchange)) {
            aside.said(exchange, line(EpochNanos.now(), context, exchange, severity, logger, event, fields, thrown),
                    false);
        }
    }

    void keep(LineKeeper aside) {
        keeper = aside;
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            String message = LimitedText.of(
                    Redaction.text(LimitedText.of(String.valueOf(messages.formatMessage(entry)), LONGEST_READ)),
                    LONGEST_MESSAGE);
            String logger = entry.getLoggerName() == null ? ANONYMOUS : entry.getLoggerName();
            Context context = Context.current();
            queue.offer(line(EpochNanos.of(entry.getInstant()), context, Exchange.in(context),
                    Severity.of(entry.getLevel()), logger,
                    LogLine.LIBRARY_MESSAGE,
                    new Message(message), entry.getThrown()));
        }
    }

    private static LogLine line(long epochNanos, Context context, Exchange exchange, Severity severity, String logger,
            String event, Fields fields, Throwable thrown) {
        SpanContext span = Span.fromContext(context).getSpanContext();
        boolean traced = span.isValid();
        return new LogLine(epochNanos, severity, logger, event, fields, thrown,
                exchange == null ? null : exchange.request().requestId(), traced ? span.getTraceId() : null,
                traced ? span.getSpanId() : null, traced && Exchange.exports(span, exchange));
    }

    /** From now on it takes the events too. */
    void open() {
        Log.attach(this);
    }

    @Override
    public void flush() {
        // The writer flushes what it writes.
    }

    @Override
    public void close() {
        Log.detach(this);
    }
}
