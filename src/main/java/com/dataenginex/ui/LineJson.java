package com.dataenginex.ui;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.logging.JsonFields;
import com.dataenginex.logging.LogLine;

/**
 * A line of the log as the page gets it, with what the log itself shows:
 *
 * <pre>{"number":7,"time":"…","level":"INFO","event":"request_completed","logger":"…","request_id":"…","trace_id":"…",
 * "span_id":"…","fields":{"method":"GET",…},"exception":"…"}</pre>
 */
final class LineJson {
    private LineJson() {
    }

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
            out.field("exception").string(line.stack());
        }
        out.endObject();
    }

    /** What cannot be written in the log cannot be written here either, and costs this line's fields alone. */
    private static byte[] fields(LogLine line) {
        try {
            JsonWriter fields = new JsonWriter(256).beginObject();
            line.fields().writeTo(new JsonFields(fields));
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
}
