package com.dataenginex.ui;

import com.dataenginex.http.Problem;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.logging.LogLine;
import com.dataenginex.logging.QueryText;
import com.dataenginex.recorder.Recording;
import com.dataenginex.recorder.RunningRequest;
import io.opentelemetry.sdk.trace.data.SpanData;

/** Requests as the page gets them, with what the log shows of them. */
final class RequestJson {
    private final QueryText queries;

    RequestJson(QueryText queries) {
        this.queries = queries;
    }

    /** One row of the list. */
    void summary(JsonWriter out, Recording one) {
        members(out.beginObject(), one);
        out.endObject();
    }

    /** Everything that is known. */
    void whole(JsonWriter out, Recording one) {
        members(out.beginObject(), one);
        out.field("client").string(one.request().clientHost()).field("user_agent").string(one.request().userAgent())
                .field("response_bytes").number(one.responseBytes()).field("sampled").bool(one.sampled())
                .field("span_id").string(one.spanId()).field("cause").string(one.cause()).field("held_bytes")
                .number(one.bytes());
        problem(out, one.problem());
        out.field("lines").beginArray();
        for (LogLine line : one.lines()) {
            LineJson.write(out, 0, line);
        }
        out.endArray().field("spans").beginArray();
        for (SpanData span : one.spans()) {
            SpanJson.write(out, span);
        }
        out.endArray().field("resource");
        SpanJson.resource(out, one.spans());
        out.endObject();
    }

    void running(JsonWriter out, RunningRequest one) {
        asked(out.beginObject().field("began").string(one.began().toString()), one.request());
        out.field("route").string(one.route()).field("age_seconds").seconds(one.ageNanos()).field("phase")
                .string(one.phase()).field("trace_id").string(one.traceId()).endObject();
    }

    private void members(JsonWriter out, Recording one) {
        asked(out.field("sequence").number(one.sequence()).field("began").string(one.began().toString()),
                one.request());
        out.field("route").string(one.route()).field("status").number(one.status()).field("duration_seconds")
                .seconds(one.durationNanos()).field("outcome").string(one.outcome().toString()).field("trace_id")
                .string(one.traceId()).field("kept").string(one.kept() == null ? null : one.kept().toString());
        if (one.stream()) {
            out.field("stream_events").number(one.streamEvents());
        }
        if (one.problem() != null) {
            out.field("detail").string(one.problem().detail());
        }
    }

    private void asked(JsonWriter out, RequestFacts request) {
        out.field("request_id").string(request.requestId()).field("method").string(request.method()).field("path")
                .string(request.path());
        if (!request.query().isEmpty()) {
            out.field("query").string(queries.redact(request.query()));
        }
    }

    private static void problem(JsonWriter out, Problem problem) {
        if (problem == null) {
            return;
        }
        out.field("problem").beginObject().field("title").string(problem.type().title()).field("status")
                .number(problem.type().status().code()).field("detail").string(problem.detail()).field("errors")
                .beginArray();
        for (Problem.FieldError error : problem.errors()) {
            // The reason holds the value as it came, which the log never shows.
            out.beginObject().field("field").string(error.field()).endObject();
        }
        out.endArray().endObject();
    }
}
