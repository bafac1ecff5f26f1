package com.dataenginex.logging;

import com.dataenginex.http.JsonWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/**
 * One object a line:
 *
 * <pre>{"timestamp":"2026-02-05T10:30:00.000000Z","level":"INFO","event":"request_completed",
 * "logger":"…","app":"dataenginex","version":"1.0.0","environment":"prod","request_id":"…",
 * "trace_id":"…","span_id":"…","method":"GET",…}</pre>
 */
final class JsonFormat implements LineFormat {
    private final byte[] app;
    private final byte[] version;
    private final byte[] environment;
    private final Timestamps timestamps = new Timestamps();

    JsonFormat(String app, String version, String environment) {
        this.app = json(app);
        this.version = json(version);
        this.environment = json(environment);
    }

    @Override
    public void append(LogLine line, JsonWriter out) {
        out.beginObject().field("timestamp").raw(timestamps.quoted(line.time())).field("level")
                .string(line.severity().name()).field("event").string(line.event()).field("logger")
                .string(line.logger())
                .field("app").raw(app).field("version").raw(version).field("environment").raw(environment);
        Json fields = new Json(out);
        fields.text("request_id", line.requestId()).text("trace_id", line.traceId()).text("span_id", line.spanId());
        line.fields().writeTo(fields);
        if (line.thrown() != null) {
            fields.text("exception_type", line.thrown().getClass().getName())
                    .text("exception_message", line.thrown().getMessage()).text("exception", stack(line.thrown()));
        }
        out.endObject().newLine();
    }

    static String stack(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static byte[] json(String text) {
        return new JsonWriter(32).string(text).toBytes();
    }

    /** Fields as members of the object that is open. */
    private record Json(JsonWriter out) implements FieldWriter {
        @Override
        public FieldWriter text(String name, String value) {
            if (value != null) {
                out.field(name).string(value);
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
}
