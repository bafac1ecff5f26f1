package com.dataenginex.logging;

import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Severity;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A line for people: time, level, event padded to a column, fields, and under it the stack if there is
 * one. Whether the trace is sampled is left to the JSON.
 *
 * <pre>10:30:00.123 INFO     request_completed          method=GET path=/ status_code=200 …</pre>
 */
final class ConsoleFormat implements LineFormat {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int LEVEL_WIDTH = 8;
    private static final int EVENT_WIDTH = 26;
    private static final String RESET = "\u001b[0m";
    private static final String DIM = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";

    private final boolean colour;
    private final ZoneId zone;

    ConsoleFormat(boolean colour, ZoneId zone) {
        this.colour = colour;
        this.zone = zone;
    }

    @Override
    public void append(LogLine line, Utf8Buffer out) {
        paint(out, DIM).ascii(TIME.format(line.time().atZone(zone)));
        paint(out, RESET).ascii(" ");
        paint(out, colourOf(line.severity()));
        padded(out, line.severity().name(), LEVEL_WIDTH);
        paint(out, RESET).ascii(" ");
        paint(out, BOLD);
        padded(out, line.event(), EVENT_WIDTH);
        paint(out, RESET);
        Console fields = new Console(out);
        line.fields().writeTo(fields);
        paint(out, DIM);
        fields.text("request_id", line.requestId()).text("trace_id", line.traceId()).text("span_id", line.spanId())
                .text("logger", line.logger().substring(line.logger().lastIndexOf('.') + 1));
        paint(out, RESET);
        if (line.thrown() != null) {
            JsonFormat.stack(line.thrown()).lines()
                    .forEach(frame -> out.ascii("\n    ").escaped(frame.replace("\t", "  ")));
        }
        out.put((byte) '\n');
    }

    private Utf8Buffer paint(Utf8Buffer out, String code) {
        return colour ? out.ascii(code) : out;
    }

    private static void padded(Utf8Buffer out, String text, int width) {
        int from = out.length();
        out.escaped(text);
        out.ascii(" ".repeat(Math.max(0, width - (out.length() - from))));
    }

    private static String colourOf(Severity severity) {
        return switch (severity) {
            case DEBUG -> "\u001b[36m";
            case INFO -> "\u001b[32m";
            case WARNING -> "\u001b[33m";
            case ERROR, CRITICAL -> "\u001b[31m";
        };
    }

    /** Fields as {@code name=value}; a value that is empty or holds a space or a quote is quoted. */
    private record Console(Utf8Buffer out) implements FieldWriter {
        @Override
        public FieldWriter text(String name, String value) {
            if (value == null) {
                return this;
            }
            out.ascii(" ").ascii(name).ascii("=");
            boolean quote = value.isEmpty() || value.indexOf(' ') >= 0 || value.indexOf('"') >= 0;
            if (quote) {
                out.ascii("\"").escaped(value).ascii("\"");
            } else {
                out.escaped(value);
            }
            return this;
        }

        @Override
        public FieldWriter number(String name, long value) {
            return text(name, Long.toString(value));
        }

        @Override
        public FieldWriter number(String name, double value) {
            return text(name, Double.toString(value));
        }

        @Override
        public FieldWriter flag(String name, boolean value) {
            return text(name, Boolean.toString(value));
        }

        @Override
        public FieldWriter seconds(String name, long nanos) {
            return text(name, String.format(Locale.ROOT, "%.6f", nanos / 1e9));
        }
    }
}
