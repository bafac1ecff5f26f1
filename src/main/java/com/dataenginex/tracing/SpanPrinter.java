package com.dataenginex.tracing;

import com.dataenginex.json.JsonWriter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Prints each sampled span as JSON, one object per line, or indented:
 *
 * <pre>{"name":"GET /","context":{"trace_id":"0x7f8a…","span_id":"0x1234…"},"kind":"SpanKind.SERVER","parent_id":null,
 * "start_time":"2026-02-05T10:30:00.000000Z","end_time":"2026-02-05T10:30:00.150000Z",
 * "status":{"status_code":"UNSET"},"attributes":{…},"events":[],"links":[],"resource":{"attributes":{…}}}</pre>
 */
public final class SpanPrinter implements DirectExporter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final Consumer<byte[]> out;
    private final boolean indented;

    /** @param out takes whole lines; it must not block */
    public SpanPrinter(Consumer<byte[]> out, boolean indented) {
        this.out = out;
        this.indented = indented;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        for (SpanData span : spans) {
            byte[] line = json(span);
            out.accept(indented ? PrettyJson.of(line) : line);
        }
        return CompletableResultCode.ofSuccess();
    }

    private static byte[] json(SpanData span) {
        JsonWriter json = new JsonWriter(1_024).beginObject().field("name").string(span.getName()).field("context");
        context(json, span.getSpanContext());
        json.field("kind").string("SpanKind." + span.getKind()).field("parent_id")
                .string(span.getParentSpanContext().isValid() ? "0x" + span.getParentSpanId() : null)
                .field("start_time")
                .string(time(span.getStartEpochNanos())).field("end_time").string(time(span.getEndEpochNanos()))
                .field("status")
                .beginObject().field("status_code").string(span.getStatus().getStatusCode().name()).endObject()
                .field("attributes");
        attributes(json, span.getAttributes());
        json.field("events").beginArray();
        for (EventData event : span.getEvents()) {
            json.beginObject().field("name").string(event.getName()).field("timestamp")
                    .string(time(event.getEpochNanos()))
                    .field("attributes");
            attributes(json, event.getAttributes());
            json.endObject();
        }
        json.endArray().field("links").beginArray();
        for (LinkData link : span.getLinks()) {
            json.beginObject().field("context");
            context(json, link.getSpanContext());
            json.endObject();
        }
        json.endArray().field("resource").beginObject().field("attributes");
        attributes(json, span.getResource().getAttributes());
        return json.endObject().endObject().newLine().toBytes();
    }

    private static void context(JsonWriter json, SpanContext context) {
        json.beginObject().field("trace_id").string("0x" + context.getTraceId()).field("span_id")
                .string("0x" + context.getSpanId()).endObject();
    }

    private static void attributes(JsonWriter json, Attributes attributes) {
        json.beginObject();
        attributes.forEach((key, value) -> {
            json.field(key.getKey());
            switch (value) {
                case Long number -> json.number(number);
                case Double number -> json.number(number);
                case Boolean flag -> json.bool(flag);
                default -> json.string(value.toString());
            }
        });
        json.endObject();
    }

    private static String time(long epochNanos) {
        return TIME.format(Instant.ofEpochSecond(0, epochNanos));
    }
}
