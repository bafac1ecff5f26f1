package com.dataenginex.tracing;

import com.dataenginex.otlp.ProtobufWriter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans as OTLP has them, as the SDK's exporter would encode them, but in one pass and with no object for each attribute. Used once, by
 * one thread.
 *
 * @see <a href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.11.0/opentelemetry/proto/trace/v1/trace.proto">trace.proto</a>
 */
final class SpanEncoder {
    private static final int MOST_KEYS = 1_024;
    private static final int FIRST_CAPACITY = 480;
    /** Bytes that a span may keep beside its own. */
    static final int SPARE = 64;
    /** A longer one grows as it is written, and those that follow it do not pay for that. */
    private static final int MOST_USUAL = 1_024;
    private static final int SLOWLY = 8;

    // How many bytes the length of a message takes, most likely.
    private static final int SHORT = 1;
    private static final int MIDDLE = 2;

    private static final int SCOPE_SPANS_SPANS = 2;
    private static final int RESOURCE_ATTRIBUTES = 1;
    private static final int SCOPE_NAME = 1;
    private static final int SCOPE_VERSION = 2;
    private static final int SCOPE_ATTRIBUTES = 3;

    private static final int SPAN_TRACE_ID = 1;
    private static final int SPAN_SPAN_ID = 2;
    private static final int SPAN_TRACE_STATE = 3;
    private static final int SPAN_PARENT_SPAN_ID = 4;
    private static final int SPAN_NAME = 5;
    private static final int SPAN_KIND = 6;
    private static final int SPAN_START = 7;
    private static final int SPAN_END = 8;
    private static final int SPAN_ATTRIBUTES = 9;
    private static final int SPAN_DROPPED_ATTRIBUTES = 10;
    private static final int SPAN_EVENTS = 11;
    private static final int SPAN_DROPPED_EVENTS = 12;
    private static final int SPAN_LINKS = 13;
    private static final int SPAN_DROPPED_LINKS = 14;
    private static final int SPAN_STATUS = 15;
    private static final int SPAN_FLAGS = 16;

    private static final int EVENT_TIME = 1;
    private static final int EVENT_NAME = 2;
    private static final int EVENT_ATTRIBUTES = 3;
    private static final int EVENT_DROPPED_ATTRIBUTES = 4;
    private static final int LINK_TRACE_ID = 1;
    private static final int LINK_SPAN_ID = 2;
    private static final int LINK_TRACE_STATE = 3;
    private static final int LINK_ATTRIBUTES = 4;
    private static final int LINK_DROPPED_ATTRIBUTES = 5;
    private static final int LINK_FLAGS = 6;
    private static final int STATUS_MESSAGE = 2;
    private static final int STATUS_CODE = 3;

    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int VALUE_STRING = 1;
    private static final int VALUE_BOOL = 2;
    private static final int VALUE_INT = 3;
    private static final int VALUE_DOUBLE = 4;
    private static final int VALUE_ARRAY = 5;
    private static final int VALUE_LIST = 6;
    private static final int VALUE_BYTES = 7;
    private static final int ELEMENT = 1;

    /** Whether the parent is of another process is known, and so it is. */
    private static final int REMOTE_KNOWN = 0x100;
    private static final int REMOTE = 0x200;

    private static final Map<AttributeKey<?>, byte[]> KEYS = new ConcurrentHashMap<>();
    /** Bytes with which most of the last spans were written at once and without a copy; by any thread, since it is a guess. */
    private static volatile int usual = FIRST_CAPACITY;

    private final ProtobufWriter out;

    private SpanEncoder(ProtobufWriter out) {
        this.out = out;
    }

    /** The span as an element of its {@code ScopeSpans}. */
    static ProtobufWriter encode(SpanData span) {
        int capacity = usual;
        ProtobufWriter out = new ProtobufWriter(capacity);
        new SpanEncoder(out).span(span);
        int needed = Math.min(out.length() + ProtobufWriter.LONGEST_HEAD, MOST_USUAL);
        if (needed > capacity) {
            usual = needed;
        } else if (capacity - needed > SPARE / 2) {
            // After a long one, little by little.
            usual = capacity - (capacity - needed) / SLOWLY;
        }
        return out;
    }

    /** The fields of a {@code Resource}. */
    static byte[] encode(Resource resource) {
        ProtobufWriter out = new ProtobufWriter(FIRST_CAPACITY);
        new SpanEncoder(out).attributes(RESOURCE_ATTRIBUTES, resource.getAttributes());
        return out.toBytes();
    }

    /** The fields of an {@code InstrumentationScope}. */
    static byte[] encode(InstrumentationScopeInfo scope) {
        ProtobufWriter out = new ProtobufWriter(FIRST_CAPACITY);
        SpanEncoder encoder = new SpanEncoder(out);
        encoder.textUnlessEmpty(SCOPE_NAME, scope.getName());
        encoder.textUnlessEmpty(SCOPE_VERSION, scope.getVersion());
        encoder.attributes(SCOPE_ATTRIBUTES, scope.getAttributes());
        return out.toBytes();
    }

    private void span(SpanData span) {
        int begun = out.begin(SCOPE_SPANS_SPANS, MIDDLE);
        SpanContext context = span.getSpanContext();
        out.hex(SPAN_TRACE_ID, context.getTraceId());
        out.hex(SPAN_SPAN_ID, context.getSpanId());
        traceState(SPAN_TRACE_STATE, context.getTraceState());
        SpanContext parent = span.getParentSpanContext();
        if (parent.isValid()) {
            out.hex(SPAN_PARENT_SPAN_ID, parent.getSpanId());
        }
        textUnlessEmpty(SPAN_NAME, span.getName());
        // OTLP's first one is none of them.
        out.integer(SPAN_KIND, span.getKind().ordinal() + 1);
        time(SPAN_START, span.getStartEpochNanos());
        time(SPAN_END, span.getEndEpochNanos());
        Attributes attributes = span.getAttributes();
        attributes(SPAN_ATTRIBUTES, attributes);
        dropped(SPAN_DROPPED_ATTRIBUTES, span.getTotalAttributeCount() - attributes.size());
        for (EventData event : span.getEvents()) {
            event(event);
        }
        dropped(SPAN_DROPPED_EVENTS, span.getTotalRecordedEvents() - span.getEvents().size());
        for (LinkData link : span.getLinks()) {
            link(link);
        }
        dropped(SPAN_DROPPED_LINKS, span.getTotalRecordedLinks() - span.getLinks().size());
        status(span.getStatus());
        out.fixed32(SPAN_FLAGS, flags(context, parent.isRemote()));
        out.end(begun, MIDDLE);
    }

    private void event(EventData event) {
        int begun = out.begin(SPAN_EVENTS, SHORT);
        time(EVENT_TIME, event.getEpochNanos());
        textUnlessEmpty(EVENT_NAME, event.getName());
        attributes(EVENT_ATTRIBUTES, event.getAttributes());
        dropped(EVENT_DROPPED_ATTRIBUTES, event.getTotalAttributeCount() - event.getAttributes().size());
        out.end(begun, SHORT);
    }

    private void link(LinkData link) {
        int begun = out.begin(SPAN_LINKS, SHORT);
        SpanContext to = link.getSpanContext();
        out.hex(LINK_TRACE_ID, to.getTraceId());
        out.hex(LINK_SPAN_ID, to.getSpanId());
        traceState(LINK_TRACE_STATE, to.getTraceState());
        attributes(LINK_ATTRIBUTES, link.getAttributes());
        dropped(LINK_DROPPED_ATTRIBUTES, link.getTotalAttributeCount() - link.getAttributes().size());
        out.fixed32(LINK_FLAGS, flags(to, to.isRemote()));
        out.end(begun, SHORT);
    }

    private void status(StatusData status) {
        int begun = out.begin(SPAN_STATUS, SHORT);
        textUnlessEmpty(STATUS_MESSAGE, status.getDescription());
        if (status.getStatusCode().ordinal() > 0) {
            out.integer(STATUS_CODE, status.getStatusCode().ordinal());
        }
        out.end(begun, SHORT);
    }

    private static int flags(SpanContext context, boolean remote) {
        return context.getTraceFlags().asByte() & 0xff | REMOTE_KNOWN | (remote ? REMOTE : 0);
    }

    private void traceState(int field, TraceState state) {
        if (!state.isEmpty()) {
            StringBuilder all = new StringBuilder();
            state.forEach((key, value) -> all.append(all.isEmpty() ? "" : ",").append(key).append('=').append(value));
            out.text(field, all.toString());
        }
    }

    private void textUnlessEmpty(int field, String text) {
        if (text != null && !text.isEmpty()) {
            out.text(field, text);
        }
    }

    private void time(int field, long epochNanos) {
        if (epochNanos != 0) {
            out.fixed64(field, epochNanos);
        }
    }

    private void dropped(int field, int count) {
        if (count != 0) {
            out.integer(field, count);
        }
    }

    private void attributes(int field, Attributes attributes) {
        attributes.forEach((key, value) -> attribute(field, key, value));
    }

    private void attribute(int field, AttributeKey<?> key, Object value) {
        int begun = out.begin(field, SHORT);
        out.raw(encoded(key));
        if (key.getType() == AttributeType.STRING_ARRAY) {
            texts((List<?>) value);
        } else {
            value(VALUE, value);
        }
        out.end(begun, SHORT);
    }

    private static byte[] encoded(AttributeKey<?> key) {
        byte[] known = KEYS.get(key);
        if (known == null) {
            ProtobufWriter encoded = new ProtobufWriter(key.getKey().length());
            if (!key.getKey().isEmpty()) {
                encoded.text(KEY, key.getKey());
            }
            known = encoded.toBytes();
            if (KEYS.size() < MOST_KEYS) {
                KEYS.put(key, known);
            }
        }
        return known;
    }

    private void value(int field, Object value) {
        int begun = out.begin(field, SHORT);
        switch (value) {
            case String text -> out.text(VALUE_STRING, text);
            case Long number -> out.integer(VALUE_INT, number);
            case Boolean flag -> out.integer(VALUE_BOOL, flag ? 1 : 0);
            case Double number -> out.real(VALUE_DOUBLE, number);
            case List<?> values -> elements(values);
            case Value<?> any -> any(any);
            case null -> {
                // An empty value: within an array a place is not left out.
            }
            default -> throw new IllegalArgumentException("An attribute is of the type " + value.getClass().getName());
        }
        out.end(begun, SHORT);
    }

    /** A null counts as an empty text, as it does for the SDK. */
    private void texts(List<?> values) {
        int begun = out.begin(VALUE, SHORT);
        elements(values.stream().map(text -> text == null ? "" : text).toList());
        out.end(begun, SHORT);
    }

    private void elements(List<?> values) {
        int begun = out.begin(VALUE_ARRAY, SHORT);
        values.forEach(value -> value(ELEMENT, value));
        out.end(begun, SHORT);
    }

    /** Within the message of a value; an empty one has no field. */
    private void any(Value<?> value) {
        switch (value.getValue()) {
            case String text -> out.text(VALUE_STRING, text);
            case Long number -> out.integer(VALUE_INT, number);
            case Boolean flag -> out.integer(VALUE_BOOL, flag ? 1 : 0);
            case Double number -> out.real(VALUE_DOUBLE, number);
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                out.bytes(VALUE_BYTES, bytes);
            }
            case List<?> values when value.getType() == ValueType.KEY_VALUE_LIST -> {
                int begun = out.begin(VALUE_LIST, SHORT);
                values.forEach(each -> keyValue((KeyValue) each));
                out.end(begun, SHORT);
            }
            case List<?> values -> elements(values);
            default -> {
                // An empty one.
            }
        }
    }

    private void keyValue(KeyValue each) {
        int begun = out.begin(ELEMENT, SHORT);
        textUnlessEmpty(KEY, each.getKey());
        value(VALUE, each.getValue());
        out.end(begun, SHORT);
    }
}
