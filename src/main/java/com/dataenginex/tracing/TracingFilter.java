package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.RequestFacts;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One server span per request, named by method and route. {@code traceparent}, {@code tracestate} and
 * baggage are continued; a malformed header starts a new trace. The trace id goes back as
 * {@code X-Trace-ID}, and as {@code Server-Timing: traceparent}, which a page's script can read without being the one that asked
 * (W3C Server Timing, and Trace Context Level 2's use of it).
 */
public final class TracingFilter implements Filter, ExchangeObserver {
    static final HeaderName TRACE_ID = HeaderNames.create("X-Trace-ID");
    static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final int FIRST_SERVER_ERROR = 500;

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final RequestHeaders getter;
    private final Set<String> excludedPaths;

    TracingFilter(OpenTelemetry telemetry, Set<String> excludedPaths) {
        this.tracer = telemetry.getTracer(TracingFilter.class.getPackageName());
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.getter = RequestHeaders.of(propagator);
        this.excludedPaths = excludedPaths;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        if (!exchange.endpoint().isTraced() || isExcluded(exchange) && !exchange.isDebugged()) {
            chain.proceed();
            return;
        }
        Context parent = propagator.extract(Context.current(), req.headers(), getter);
        Span span = tracer.spanBuilder(HttpAttributes.inName(exchange.request().method())).setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        Context context = parent.with(span);
        exchange.context(context);
        exchange.observe(this);
        try (Scope ignored = context.makeCurrent()) {
            SpanContext ids = span.getSpanContext();
            if (ids.isValid()) {
                res.header(HeaderValues.createCached(TRACE_ID, ids.getTraceId()));
                res.header(HeaderValues.createCached(SERVER_TIMING, "traceparent;desc=\"00-" + ids.getTraceId() + "-"
                        + ids.getSpanId() + "-" + ids.getTraceFlags().asHex() + "\""));
            }
            chain.proceed();
        }
    }

    private boolean isExcluded(Exchange exchange) {
        return excludedPaths
                .contains(exchange.endpoint().isMatched() ? exchange.template() : exchange.request().path());
    }

    @Override
    public void responded(Exchange exchange) {
        if (exchange.isStream()) {
            Span.current().addEvent("stream.started");
        }
    }

    @Override
    public void ended(Exchange exchange) {
        Span span = Span.current();
        if (span.isRecording()) {
            describe(span, exchange);
        }
        span.end();
    }

    private static void describe(Span span, Exchange exchange) {
        RequestFacts request = exchange.request();
        String method = request.method();
        span.setAttribute(HttpAttributes.REQUEST_METHOD, HttpAttributes.known(method));
        if (!HttpAttributes.known(method).equals(method)) {
            span.setAttribute(HttpAttributes.REQUEST_METHOD_ORIGINAL, method);
        }
        if (exchange.endpoint().isMatched()) {
            span.updateName(HttpAttributes.inName(method) + " " + exchange.template());
            span.setAttribute(HttpAttributes.ROUTE, exchange.template());
        }
        span.setAttribute(HttpAttributes.URL_PATH, request.path()).setAttribute(HttpAttributes.URL_SCHEME, "http")
                .setAttribute(HttpAttributes.CLIENT_ADDRESS, request.clientHost())
                .setAttribute(HttpAttributes.USER_AGENT, request.userAgent())
                .setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) exchange.status())
                .setAttribute(HttpAttributes.REQUEST_ID, request.requestId())
                .setAttribute(HttpAttributes.OLD_METHOD, HttpAttributes.known(method))
                .setAttribute(HttpAttributes.OLD_STATUS_CODE, (long) exchange.status());
        if (exchange.isStream()) {
            span.setAttribute(HttpAttributes.STREAM_EVENTS, exchange.streamEvents());
        }
        fail(span, exchange);
    }

    private static void fail(Span span, Exchange exchange) {
        if (exchange.failure() != null) {
            span.recordException(exchange.failure());
            span.setAttribute(HttpAttributes.ERROR_TYPE, exchange.failure().getClass().getName());
            span.setStatus(StatusCode.ERROR);
        } else if (exchange.status() >= FIRST_SERVER_ERROR) {
            span.setAttribute(HttpAttributes.ERROR_TYPE, Integer.toString(exchange.status()));
            span.setStatus(StatusCode.ERROR);
        }
    }

    /** Reads the propagator's headers; the names of those that it asks for each time are kept. */
    private record RequestHeaders(Map<String, HeaderName> names) implements TextMapGetter<ServerRequestHeaders> {

        static RequestHeaders of(TextMapPropagator propagator) {
            return new RequestHeaders(propagator.fields().stream()
                    .collect(Collectors.toUnmodifiableMap(field -> field, HeaderNames::create)));
        }

        /** The propagators of Jaeger and OpenTracing find their baggage by it. */
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(ServerRequestHeaders headers) {
            return headers.stream().map(Header::name).toList();
        }

        @Override
        public String get(ServerRequestHeaders headers, String key) {
            HeaderName known = names.get(key);
            HeaderName name = known != null ? known : HeaderNames.create(key);
            if (!headers.contains(name)) {
                return null;
            }
            Header header = headers.get(name);
            return switch (name.lowerCase()) {
                case "tracestate" -> HeaderLists.TRACESTATE.of(header.allValues());
                case "baggage" -> HeaderLists.BAGGAGE.of(header.allValues());
                // Two of them are none: which one holds? (W3C Trace Context, 3.2)
                case "traceparent" -> header.valueCount() == 1 ? header.get() : null;
                default -> header.get();
            };
        }

        @Override
        public Iterator<String> getAll(ServerRequestHeaders headers, String key) {
            String value = get(headers, key);
            return value == null ? Collections.emptyIterator() : List.of(value).iterator();
        }
    }
}
