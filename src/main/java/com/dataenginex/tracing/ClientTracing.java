package com.dataenginex.tracing;

import io.helidon.http.ClientRequestHeaders;
import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.ClientUri;
import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * Makes a client span for each call of a WebClient, and sends the trace headers that {@link Propagation} allows. The
 * span ends when the response's headers are there. Its URL has neither query nor credentials.
 */
public final class ClientTracing implements WebClientService {
    private static final int FIRST_ERROR = 400;

    private final Tracer tracer;
    private final TextMapPropagator propagator;
    private final Propagation propagation;

    ClientTracing(OpenTelemetry telemetry, Propagation propagation) {
        this.propagation = propagation;
        this.tracer = telemetry.getTracer(ClientTracing.class.getPackageName());
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
        Span span = start(request);
        Context context = Context.current().with(span);
        try (Scope ignored = context.makeCurrent()) {
            propagator.inject(context, request.headers(), this::set);
            WebClientServiceResponse response = chain.proceed(request);
            status(span, response.status().code());
            return response;
        } catch (RuntimeException e) {
            span.recordException(e);
            span.setAttribute(HttpAttributes.ERROR_TYPE, e.getClass().getName());
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private Span start(WebClientServiceRequest request) {
        String method = request.method().text();
        ClientUri uri = request.uri();
        String server = uri.scheme() + "://" + uri.host() + ":" + uri.port();
        return tracer.spanBuilder(HttpAttributes.inName(method)).setSpanKind(SpanKind.CLIENT)
                .setAttribute(HttpAttributes.REQUEST_METHOD, method).setAttribute(HttpAttributes.OLD_METHOD, method)
                .setAttribute(HttpAttributes.SERVER_ADDRESS, uri.host())
                .setAttribute(HttpAttributes.SERVER_PORT, (long) uri.port())
                .setAttribute(HttpAttributes.URL_FULL, server + uri.path().rawPath()).startSpan();
    }

    private static void status(Span span, int status) {
        span.setAttribute(HttpAttributes.RESPONSE_STATUS_CODE, (long) status);
        span.setAttribute(HttpAttributes.OLD_STATUS_CODE, (long) status);
        if (status >= FIRST_ERROR) {
            span.setAttribute(HttpAttributes.ERROR_TYPE, Integer.toString(status));
            span.setStatus(StatusCode.ERROR);
        }
    }

    private void set(ClientRequestHeaders headers, String key, String value) {
        if (propagation.carries(key)) {
            headers.set(HeaderNames.create(key), value);
        }
    }
}
