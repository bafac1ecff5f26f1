package com.dataenginex.ui;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.LimitedText;
import com.dataenginex.logging.LogLine;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A line of the log as the page gets it, with what the log itself shows:
 *
 * <pre>{"number":7,"time":"…","level":"INFO","event":"request_completed","logger":"…","request_id":"…","trace_id":"…",
 * "span_id":"…","fields":{"method":"GET",…},"exception":"…"}</pre>
 */
record LineJson(JsonWriter out) implements FieldWriter {
    /** Characters of a stack or a field, as in the log. */
    private static final int LONGEST = 8_192;

    /** @param number of the line; 0 for none */
    static void write(JsonWriter out, long number, LogLine line) {
        out.beginObject();
        if (number > 0) {
            out.field("number").number(number);
        }
        out.field("time").string(line.time().toString()).field("level").string(line.severity().name()).field("event")
                .string(line.event()).field("logger").string(line.logger());
        id(out, "request_id", line.requestId());
        id(out, "trace_id", line.traceId());
        id(out, "span_id", line.spanId());
        out.field("fields").raw(fields(line));
        if (line.thrown() != null) {
            StringWriter stack = new StringWriter();
            line.thrown().printStackTrace(new PrintWriter(stack));
            out.field("exception").string(LimitedText.of(stack.toString(), LONGEST));
        }
        out.endObject();
    }

    /** What cannot be written in the log cannot be written here either, and costs this line's fields alone. */
    private static byte[] fields(LogLine line) {
        try {
            JsonWriter fields = new JsonWriter(256).beginObject();
            line.fields().writeTo(new LineJson(fields));
            return fields.endObject().toBytes();
        } catch (RuntimeException e) {
            return new JsonWriter(64).beginObject().field("unwritable").string(e.getClass().getName()).endObject()
                    .toBytes();
        }
    }

    private static void id(JsonWriter out, String name, String value) {
        if (value != null) {
            out.field(name).string(value);
        }
    }

    @Override
    public FieldWriter text(String name, String value) {
        if (value != null) {
            out.field(name).string(LimitedText.of(value, LONGEST));
        }
        return this;
    }

    @Override
    public FieldWriter number(String name, long value) {
        out.field(name).number(value);
        return this;
    }

    @Override
    public FieldWriter number(String name, double value) {
        out.field(name).number(value);
        return this;
    }

    @Override
    public FieldWriter flag(String name, boolean value) {
        out.field(name).bool(value);
        return this;
    }

    @Override
    public FieldWriter seconds(String name, long nanos) {
        out.field(name).seconds(nanos);
        return this;
    }
}
