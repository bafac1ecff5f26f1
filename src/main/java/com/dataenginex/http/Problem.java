package com.dataenginex.http;

import com.dataenginex.json.JsonWriter;
import io.helidon.http.Header;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;

/**
 * An error as the client sees it.
 *
 * <pre>{"type":"urn:dataenginex:problem:not-found","title":"Not found","status":404,
 * "detail":"There is nothing at this path.","instance":"/nope","request_id":"…"}</pre>
 *
 * @param type its row in the table
 * @param detail one sentence for this occurrence; never a class name or anything of a stack
 * @param errors the fields that are wrong
 * @param headers sent with it, such as {@code Retry-After}
 */
public record Problem(ProblemType type, String detail, List<FieldError> errors, List<Header> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** One wrong field and the reason. */
    public record FieldError(String field, String reason) {
    }

    public Problem {
        errors = List.copyOf(errors);
        headers = List.copyOf(headers);
    }

    public static Problem of(ProblemType type, Header... headers) {
        return of(type, type.detail(), headers);
    }

    public static Problem of(ProblemType type, String detail, Header... headers) {
        return new Problem(type, detail, List.of(), List.of(headers));
    }

    public static Problem invalid(List<FieldError> errors) {
        return new Problem(ProblemType.INVALID_PARAMETER, ProblemType.INVALID_PARAMETER.detail(), errors, List.of());
    }

    /** A value that is well-formed, but names nothing that is there. */
    public static Problem unknown(String detail, FieldError error) {
        return new Problem(ProblemType.NOT_FOUND, detail, List.of(error), List.of());
    }

    /** The body, as UTF-8. */
    public byte[] json(Exchange exchange) {
        JsonWriter json = new JsonWriter(512).beginObject().field("type").string(type.uri()).field("title")
                .string(type.title()).field("status").number(type.status().code()).field("detail").string(detail)
                .field("instance").string(exchange.path()).field("request_id").string(exchange.requestId());
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            json.field("trace_id").string(span.getTraceId());
        }
        if (!errors.isEmpty()) {
            json.field("errors").beginArray();
            for (FieldError error : errors) {
                json.beginObject().field("field").string(error.field()).field("reason").string(error.reason())
                        .endObject();
            }
            json.endArray();
        }
        return json.endObject().toBytes();
    }
}
