package com.dataenginex.logging;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.EpochNanos;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.log.LimitedText;
import com.dataenginex.log.Severity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;

/**
 * One line of the log before it is formatted.
 *
 * @param epochNanos when it was said, as {@link EpochNanos}
 * @param logger name of the class or library that says it
 * @param event the event's name; for what a library says, {@value #LIBRARY_MESSAGE}, with its text in the field
 *        {@code message}
 * @param thrown or null
 * @param requestId of the request that it was said in, or null
 * @param traceId or null
 * @param spanId or null
 * @param traceSampled whether the trace is exported; without a trace id it says nothing
 * @param weight about how much of the heap it keeps, in bytes; reckoned once, where its parts are still in the processor's cache
 */
public record LogLine(long epochNanos, Severity severity, String logger, String event, Fields fields, Throwable thrown,
        String requestId, String traceId, String spanId, boolean traceSampled, int weight) implements Entry {

    /** Of a line without anything in it. */
    private static final int LIGHTEST = 256;
    /** Of what was thrown, until its stack is written. */
    private static final int THROWN = 4_096;

    /** Characters of a field or a stack: a container engine cuts a line of 16 KiB into pieces that nobody can read. */
    public static final int LONGEST_TEXT = 8_192;

    /** The name of every event that is said through {@code java.util.logging}, so that events can be grouped. */
    static final String LIBRARY_MESSAGE = "library_message";

    public LogLine(long epochNanos, Severity severity, String logger, String event, Fields fields, Throwable thrown,
            String requestId, String traceId, String spanId, boolean traceSampled) {
        this(epochNanos, severity, logger, event, fields, thrown, requestId, traceId, spanId, traceSampled,
                LIGHTEST + 2 * fields.weight() + (thrown == null ? 0 : THROWN));
    }

    public Instant time() {
        return EpochNanos.instant(epochNanos);
    }

    /** Its own fields, and then those of what was thrown. */
    public void writeFields(FieldWriter out) {
        fields.writeTo(out);
        if (thrown != null) {
            out.text("exception_type", thrown.getClass().getName()).text("exception_message", message())
                    .text("exception", stack());
        }
    }

    /** The stack of what was thrown, which must not be null, cut if it is long. */
    public String stack() {
        return Redaction.text(LimitedText.of(wholeStack(), LONGEST_TEXT));
    }

    /** Made by whoever has thrown it, such as a library that was given a URL. */
    private String message() {
        return thrown.getMessage() == null ? null : Redaction.text(thrown.getMessage());
    }

    String wholeStack() {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Whether the other line is of the same event, said by the same logger. */
    boolean saysTheSame(LogLine other) {
        return event == other.event && severity == other.severity && logger == other.logger;
    }

    /** A copy with the fields that {@link #saysTheSame} compares, so that nothing else stays in memory. */
    LogLine kind() {
        return new LogLine(0, severity, logger, event, Fields.NONE, null, null, null, null, false);
    }

    /** The same, said again later: its time is the first one, and it says that its trace is exported. */
    LogLine replayed(boolean sampled) {
        return new LogLine(epochNanos, severity, logger, event, new Replayed(fields), thrown, requestId, traceId,
                spanId, sampled);
    }

    /** The fields, and that they were said before. */
    private record Replayed(Fields fields) implements Fields {
        @Override
        public void writeTo(FieldWriter out) {
            fields.writeTo(out);
            out.flag("replayed", true);
        }

        @Override
        public int weight() {
            return fields.weight();
        }
    }

    /** The replacement for a line that could not be formatted: its event and the reason. */
    LogLine unwritable(Throwable cause) {
        String type = cause.getClass().getName();
        return new LogLine(epochNanos, severity, logger, event, out -> out.text("unwritable", type), null, requestId,
                traceId, spanId, traceSampled);
    }
}
