package com.dataenginex.tracing;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.RequestFacts;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

/**
 * A request's own span once it has ended, with what it says of the request by OpenTelemetry's conventions. That is written when
 * somebody looks at it, on their thread: a span that takes a dozen attributes one by one costs the request more than all its ids.
 */
public final class RequestSpan extends ForwardingSpan {
    private static final int FIRST_SERVER_ERROR = 500;
    /** As many as there may be. */
    private static final int MOST = 13;

    private final RequestFacts request;
    private final String route;
    private final int status;
    private final long streamEvents;
    private final SpanLimits limits;

    /**
     * @param route the endpoint's path template, or {@value Endpoint#UNMATCHED}
     * @param status as sent
     * @param streamEvents of a stream; negative if it was none
     * @param limits that hold for a span's attributes
     */
    public RequestSpan(ReadableSpan span, RequestFacts request, String route, int status, long streamEvents,
            SpanLimits limits) {
        super(span);
        this.request = request;
        this.route = route;
        this.status = status;
        this.streamEvents = streamEvents;
        this.limits = limits;
    }

    /** @param exchange that has ended */
    RequestSpan(ReadableSpan span, Exchange exchange, SpanLimits limits) {
        this(span, exchange.request(), exchange.template(), exchange.status(),
                exchange.isStream() ? exchange.streamEvents() : -1, limits);
    }

    @Override
    public SpanData toSpanData() {
        SpanData span = super.toSpanData();
        AttributeList described = described(span.getAttributes());
        int total = span.getTotalAttributeCount() - span.getAttributes().size() + described.size()
                + described.dropped();
        return new DelegatingSpanData(span) {
            @Override
            public String getName() {
                return RequestSpan.this.getName();
            }

            @Override
            public Attributes getAttributes() {
                return described;
            }

            @Override
            public int getTotalAttributeCount() {
                return total;
            }

            @Override
            public StatusData getStatus() {
                StatusData said = super.getStatus();
                return isFailure() && said.equals(StatusData.unset()) ? StatusData.error() : said;
            }
        };
    }

    @Override
    public String getName() {
        String method = HttpAttributes.inName(request.method());
        return isMatched() ? method + " " + route : method;
    }

    @Override
    public <T> T getAttribute(AttributeKey<T> key) {
        return toSpanData().getAttributes().get(key);
    }

    @Override
    public Attributes getAttributes() {
        return toSpanData().getAttributes();
    }

    private boolean isMatched() {
        return !route.equals(Endpoint.UNMATCHED);
    }

    private boolean isFailure() {
        return status >= FIRST_SERVER_ERROR;
    }

    /** What was said of it while it ran comes first; where nobody has said what kind of error it was, its status is that. */
    private AttributeList described(Attributes before) {
        AttributeList all = new AttributeList(before, MOST, limits);
        String method = HttpAttributes.known(request.method());
        all.add(HttpAttributes.REQUEST_METHOD, method);
        if (!method.equals(request.method())) {
            all.add(HttpAttributes.REQUEST_METHOD_ORIGINAL, request.method());
        }
        if (isMatched()) {
            all.add(HttpAttributes.ROUTE, route);
        }
        all.add(HttpAttributes.URL_PATH, request.path());
        all.add(HttpAttributes.URL_SCHEME, "http");
        all.add(HttpAttributes.CLIENT_ADDRESS, request.clientHost());
        all.add(HttpAttributes.USER_AGENT, request.userAgent());
        all.add(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
        all.add(HttpAttributes.REQUEST_ID, request.requestId());
        all.add(HttpAttributes.OLD_METHOD, method);
        all.add(HttpAttributes.OLD_STATUS_CODE, (long) status);
        if (streamEvents >= 0) {
            all.add(HttpAttributes.STREAM_EVENTS, streamEvents);
        }
        if (isFailure() && before.get(HttpAttributes.ERROR_TYPE) == null) {
            all.add(HttpAttributes.ERROR_TYPE, Integer.toString(status));
        }
        return all;
    }
}
