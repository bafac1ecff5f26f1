package com.dataenginex.tracing;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.OwnHeader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
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
    private static final OwnHeader.Varying TRACE_ID = OwnHeader.varying("X-Trace-ID");
    private static final OwnHeader.Varying SERVER_TIMING = OwnHeader.varying("Server-Timing");

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
                res.header(TRACE_ID.of(ids.getTraceId()));
                res.header(SERVER_TIMING.of("traceparent;desc=\"00-", ids.getTraceId(), "-", ids.getSpanId(), "-",
                        ids.getTraceFlags().asHex(), "\""));
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
        if (exchange.failure() != null && span.isRecording()) {
            span.recordException(exchange.failure());
            span.setAttribute(HttpAttributes.ERROR_TYPE, exchange.failure().getClass().getName());
            span.setStatus(StatusCode.ERROR);
        }
        // What else it says of the request, RequestSpan does.
        span.end();
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
