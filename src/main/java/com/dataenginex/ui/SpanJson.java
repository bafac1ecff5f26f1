package com.dataenginex.ui;

import com.dataenginex.json.JsonWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;

/**
 * Spans in the JSON encoding of OTLP (opentelemetry-proto 1.x), so that what the page shows can be sent to a collector:
 *
 * <pre>{"traceId":"…","spanId":"…","name":"GET /","kind":2,"startTimeUnixNano":"…","attributes":[{"key":"http.route",
 * "value":{"stringValue":"/"}}],"events":[],"links":[],"status":{"code":0}}</pre>
 */
final class SpanJson {
    private SpanJson() {
    }

    static void write(JsonWriter out, SpanData span) {
        out.beginObject().field("traceId").string(span.getTraceId()).field("spanId").string(span.getSpanId());
        if (span.getParentSpanContext().isValid()) {
            out.field("parentSpanId").string(span.getParentSpanId());
        }
        out.field("flags").number(span.getSpanContext().getTraceFlags().asByte()).field("name").string(span.getName())
                .field("kind").number(kind(span.getKind())).field("startTimeUnixNano")
                .string(Long.toString(span.getStartEpochNanos())).field("endTimeUnixNano")
                .string(Long.toString(span.getEndEpochNanos())).field("attributes");
        attributes(out, span.getAttributes());
        out.field("events").beginArray();
        for (EventData event : span.getEvents()) {
            out.beginObject().field("timeUnixNano").string(Long.toString(event.getEpochNanos())).field("name")
                    .string(event.getName()).field("attributes");
            attributes(out, event.getAttributes());
            out.endObject();
        }
        out.endArray().field("links").beginArray();
        for (LinkData link : span.getLinks()) {
            out.beginObject().field("traceId").string(link.getSpanContext().getTraceId()).field("spanId")
                    .string(link.getSpanContext().getSpanId()).field("attributes");
            attributes(out, link.getAttributes());
            out.endObject();
        }
        out.endArray().field("status").beginObject().field("code").number(code(span.getStatus().getStatusCode()));
        if (!span.getStatus().getDescription().isEmpty()) {
            out.field("message").string(span.getStatus().getDescription());
        }
        out.endObject().endObject();
    }

    /** Attributes of what made the spans; none without a span. */
    static void resource(JsonWriter out, List<SpanData> spans) {
        attributes(out, spans.isEmpty() ? Attributes.empty() : spans.getFirst().getResource().getAttributes());
    }

    private static void attributes(JsonWriter out, Attributes attributes) {
        out.beginArray();
        for (Map.Entry<AttributeKey<?>, Object> each : attributes.asMap().entrySet()) {
            out.beginObject().field("key").string(each.getKey().getKey()).field("value");
            value(out, each.getKey().getType(), each.getValue());
            out.endObject();
        }
        out.endArray();
    }

    private static void value(JsonWriter out, AttributeType type, Object value) {
        out.beginObject();
        switch (type) {
            case STRING -> out.field("stringValue").string((String) value);
            case BOOLEAN -> out.field("boolValue").bool((Boolean) value);
            case LONG -> out.field("intValue").string(value.toString());
            case DOUBLE -> out.field("doubleValue").number((Double) value);
            case STRING_ARRAY -> list(out, AttributeType.STRING, (List<?>) value);
            case BOOLEAN_ARRAY -> list(out, AttributeType.BOOLEAN, (List<?>) value);
            case LONG_ARRAY -> list(out, AttributeType.LONG, (List<?>) value);
            case DOUBLE_ARRAY -> list(out, AttributeType.DOUBLE, (List<?>) value);
            default -> out.field("stringValue").string(String.valueOf(value));
        }
        out.endObject();
    }

    private static void list(JsonWriter out, AttributeType type, List<?> values) {
        out.field("arrayValue").beginObject().field("values").beginArray();
        values.forEach(each -> value(out, type, each));
        out.endArray().endObject();
    }

    private static int kind(SpanKind kind) {
        return switch (kind) {
            case INTERNAL -> 1;
            case SERVER -> 2;
            case CLIENT -> 3;
            case PRODUCER -> 4;
            case CONSUMER -> 5;
        };
    }

    private static int code(StatusCode code) {
        return switch (code) {
            case UNSET -> 0;
            case OK -> 1;
            case ERROR -> 2;
        };
    }
}
