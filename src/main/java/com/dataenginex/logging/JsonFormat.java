package com.dataenginex.logging;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.json.Utf8Buffer;
import com.dataenginex.log.FieldWriter;
import java.util.Arrays;
import java.util.Objects;

/**
 * One object per line:
 *
 * <pre>{"timestamp":"2026-02-05T10:30:00.000000Z","level":"INFO","event":"request_completed",
 * "logger":"…","app":"dataenginex","version":"1.0.0","environment":"prod","request_id":"…",
 * "trace_id":"…","span_id":"…","trace_sampled":true,"method":"GET",…}</pre>
 */
final class JsonFormat implements LineFormat {
    private final String app;
    private final String version;
    private final String environment;
    private final Timestamps timestamps = new Timestamps();
    private final byte[] timestamp = JsonWriter.encoded("timestamp");
    private final byte[] requestId = JsonWriter.encoded("request_id");
    private final byte[] traceId = JsonWriter.encoded("trace_id");
    private final byte[] spanId = JsonWriter.encoded("span_id");
    private final byte[] traceSampled = JsonWriter.encoded("trace_sampled");
    private final Recent<LogLine> heads = new Recent<>(LogLine::saysTheSame, LogLine::kind, this::head);
    private final Recent<String> names = new Recent<>((one, other) -> one == other, name -> name, JsonWriter::encoded);

    JsonFormat(String app, String version, String environment) {
        this.app = app;
        this.version = version;
        this.environment = environment;
    }

    @Override
    public void append(LogLine line, Utf8Buffer buffer) {
        JsonWriter out = new JsonWriter(buffer);
        out.beginObject().field(timestamp).raw(timestamps.quoted(line.epochNanos()))
                .raw(heads.of(line, Objects.hashCode(line.event())));
        FieldWriter fields = new Named(out, names);
        id(out, requestId, line.requestId());
        id(out, traceId, line.traceId());
        id(out, spanId, line.spanId());
        if (line.traceId() != null) {
            out.field(traceSampled).bool(line.traceSampled());
        }
        line.writeFields(fields);
        out.endObject().newLine();
    }

    private static void id(JsonWriter out, byte[] name, String value) {
        if (value != null) {
            out.field(name).id(value);
        }
    }

    /** What is the same in all lines of one event. */
    private byte[] head(LogLine line) {
        byte[] object = new JsonWriter(256).beginObject().field("level").string(line.severity().name()).field("event")
                .string(line.event()).field("logger").string(line.logger()).field("app").string(app).field("version")
                .string(version).field("environment").string(environment).endObject().toBytes();
        return Arrays.copyOfRange(object, 1, object.length - 1);
    }

    /** With the names encoded once. */
    private static final class Named extends JsonFields {
        private final JsonWriter out;
        private final Recent<String> names;

        Named(JsonWriter out, Recent<String> names) {
            super(out);
            this.out = out;
            this.names = names;
        }

        @Override
        protected JsonWriter field(String name) {
            return out.field(names.of(name, name.hashCode()));
        }
    }
}
