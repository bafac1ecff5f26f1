package com.dataenginex.tracing;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.RequestFacts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * What a request's own span says of it, by OpenTelemetry's conventions.
 *
 * @param route the endpoint's path template, or {@value Endpoint#UNMATCHED}
 * @param status as sent
 * @param streamEvents of a stream; negative if it was none
 */
public record RequestDescription(RequestFacts request, String route, int status, long streamEvents) {
    private static final int FIRST_SERVER_ERROR = 500;

    /** What takes attributes: a span, or a collection of them. */
    @FunctionalInterface
    private interface Target {
        <T> void set(AttributeKey<T> key, T value);
    }

    /** Says it on a span that has not ended. */
    void writeTo(Span span) {
        span.updateName(name());
        attributes(span::setAttribute);
        if (isFailure()) {
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** A span that ended without saying it, since nobody was to see it, as one that had. */
    public SpanData describe(SpanData span) {
        AttributesBuilder all = span.getAttributes().toBuilder();
        attributes(all::put);
        Attributes described = all.build();
        return new DelegatingSpanData(span) {
            @Override
            public String getName() {
                return name();
            }

            @Override
            public Attributes getAttributes() {
                return described;
            }

            @Override
            public int getTotalAttributeCount() {
                return described.size();
            }

            @Override
            public StatusData getStatus() {
                return isFailure() ? StatusData.error() : super.getStatus();
            }
        };
    }

    /** Whether a request's span says it already. */
    public static boolean isIn(SpanData span) {
        return span.getAttributes().get(HttpAttributes.REQUEST_ID) != null;
    }

    private boolean isMatched() {
        return !route.equals(Endpoint.UNMATCHED);
    }

    private boolean isFailure() {
        return status >= FIRST_SERVER_ERROR;
    }

    private String name() {
        String method = HttpAttributes.inName(request.method());
        return isMatched() ? method + " " + route : method;
    }

    private void attributes(Target span) {
        String method = HttpAttributes.known(request.method());
        span.set(HttpAttributes.REQUEST_METHOD, method);
        if (!method.equals(request.method())) {
            span.set(HttpAttributes.REQUEST_METHOD_ORIGINAL, request.method());
        }
        if (isMatched()) {
            span.set(HttpAttributes.ROUTE, route);
        }
        span.set(HttpAttributes.URL_PATH, request.path());
        span.set(HttpAttributes.URL_SCHEME, "http");
        span.set(HttpAttributes.CLIENT_ADDRESS, request.clientHost());
        span.set(HttpAttributes.USER_AGENT, request.userAgent());
        span.set(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
        span.set(HttpAttributes.REQUEST_ID, request.requestId());
        span.set(HttpAttributes.OLD_METHOD, method);
        span.set(HttpAttributes.OLD_STATUS_CODE, (long) status);
        if (streamEvents >= 0) {
            span.set(HttpAttributes.STREAM_EVENTS, streamEvents);
        }
        if (isFailure()) {
            span.set(HttpAttributes.ERROR_TYPE, Integer.toString(status));
        }
    }
}
