package com.dataenginex.http;

import com.dataenginex.json.JsonWriter;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import io.opentelemetry.api.trace.SpanContext;

/**
 * Writes problems as clients see them:
 *
 * <pre>{"type":"urn:dataenginex:problem:not-found","title":"Not found","status":404,
 * "detail":"There is nothing at this path.","instance":"/nope","request_id":"…","trace_id":"…"}</pre>
 *
 * @param typePrefix of the types' URIs, such as {@code urn:example:problem:}
 */
public record ProblemWriter(String typePrefix) {
    public static final Header CONTENT_TYPE = OwnHeader.fixed(HeaderNames.CONTENT_TYPE,
            "application/problem+json");

    void send(Exchange exchange, ServerResponse res, Problem problem) {
        res.headers().remove(HeaderNames.CONTENT_LENGTH);
        res.headers().remove(HeaderNames.CONTENT_ENCODING);
        res.status(problem.type().status()).header(CONTENT_TYPE).header(Response.NO_STORE);
        problem.headers().forEach(res::header);
        Response.send(res, json(exchange, problem));
    }

    /** The body, as UTF-8; the exchange notes the problem. */
    public byte[] json(Exchange exchange, Problem problem) {
        exchange.answered(problem);
        ProblemType type = problem.type();
        JsonWriter json = new JsonWriter(512).beginObject().field("type").string(type.uri(typePrefix)).field("title")
                .string(type.title()).field("status").number(type.status().code()).field("detail")
                .string(problem.detail()).field("instance").string(exchange.request().path()).field("request_id")
                .string(exchange.request().requestId());
        SpanContext span = exchange.span();
        if (span.isValid()) {
            json.field("trace_id").string(span.getTraceId());
        }
        if (!problem.errors().isEmpty()) {
            json.field("errors").beginArray();
            for (Problem.FieldError error : problem.errors()) {
                json.beginObject().field("field").string(error.field()).field("reason").string(error.reason())
                        .endObject();
            }
            json.endArray();
        }
        return json.endObject().toBytes();
    }
}
