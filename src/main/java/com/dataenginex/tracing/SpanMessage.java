package com.dataenginex.tracing;

import com.dataenginex.otlp.Encoded;
import com.dataenginex.otlp.ProtobufWriter;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP's {@code ExportTraceServiceRequest} of encoded spans, which are written as they are, one after the other. */
final class SpanMessage implements MessageWriter {
    private static final int CAPACITY = 512;
    private static final int REQUEST_RESOURCE_SPANS = 1;
    private static final int RESOURCE_SPANS_RESOURCE = 1;
    private static final int RESOURCE_SPANS_SCOPE_SPANS = 2;
    private static final int SCOPE_SPANS_SCOPE = 1;
    private static final int SCHEMA_URL = 3;

    private final List<Encoded> parts = new ArrayList<>();
    private int length;

    SpanMessage(Collection<SpanData> spans) {
        groups(spans).forEach(this::resource);
    }

    /** By resource, which is the same for all, and by scope. */
    private static Map<Resource, Map<InstrumentationScopeInfo, List<Encoded>>> groups(
            Collection<SpanData> spans) {
        Map<Resource, Map<InstrumentationScopeInfo, List<Encoded>>> groups = new LinkedHashMap<>();
        Resource resource = null;
        InstrumentationScopeInfo scope = null;
        List<Encoded> group = List.of();
        for (SpanData span : spans) {
            if (span.getResource() != resource || span.getInstrumentationScopeInfo() != scope) {
                resource = span.getResource();
                scope = span.getInstrumentationScopeInfo();
                group = groups.computeIfAbsent(resource, one -> new LinkedHashMap<>())
                        .computeIfAbsent(scope, one -> new ArrayList<>(spans.size()));
            }
            group.add(EncodedSpan.encoded(span));
        }
        return groups;
    }

    private void resource(Resource resource, Map<InstrumentationScopeInfo, List<Encoded>> scopes) {
        ProtobufWriter first = new ProtobufWriter(CAPACITY);
        first.bytes(RESOURCE_SPANS_RESOURCE, SpanEncoder.encode(resource));
        List<Encoded> content = new ArrayList<>(List.of(first));
        scopes.forEach((scope, spans) -> scope(content, scope, spans));
        content.add(schema(resource.getSchemaUrl()));
        add(parts, REQUEST_RESOURCE_SPANS, content);
        length = lengthOf(parts);
    }

    private static void scope(List<Encoded> into, InstrumentationScopeInfo scope, List<Encoded> spans) {
        ProtobufWriter first = new ProtobufWriter(CAPACITY);
        first.bytes(SCOPE_SPANS_SCOPE, SpanEncoder.encode(scope));
        List<Encoded> content = new ArrayList<>(spans.size() + 2);
        content.add(first);
        content.addAll(spans);
        content.add(schema(scope.getSchemaUrl()));
        add(into, RESOURCE_SPANS_SCOPE_SPANS, content);
    }

    private static Encoded schema(String url) {
        ProtobufWriter schema = new ProtobufWriter(0);
        if (url != null && !url.isEmpty()) {
            schema.text(SCHEMA_URL, url);
        }
        return schema;
    }

    /** Adds a message with this content. */
    private static void add(List<Encoded> into, int field, List<Encoded> content) {
        ProtobufWriter head = new ProtobufWriter(0);
        head.head(field, lengthOf(content));
        into.add(head);
        into.addAll(content);
    }

    private static int lengthOf(List<Encoded> parts) {
        int sum = 0;
        for (Encoded part : parts) {
            sum += part.length();
        }
        return sum;
    }

    @Override
    public void writeMessage(OutputStream out) throws IOException {
        for (Encoded part : parts) {
            part.writeTo(out);
        }
    }

    @Override
    public int getContentLength() {
        return length;
    }
}
