package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Set;

/**
 * Lets pages of the configured origins read the answers, errors included (the Fetch standard's CORS protocol).
 * It only adds headers: a preflight is an {@code OPTIONS} request like any other, and a page of another origin
 * gets an answer that its browser does not show it. Methods and headers are those of the request's endpoint.
 */
public final class CorsFilter implements Filter {
    /** Every origin. */
    static final String ANY = "*";

    /** Lets a page's script see {@code Server-Timing}, and how long what took. */
    private static final HeaderName TIMING = HeaderNames.create("Timing-Allow-Origin");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");
    /** What any endpoint may send, and any client. */
    private static final String EXPOSED = "X-Request-ID, X-Trace-ID, Server-Timing, Retry-After, Link";
    private static final String HEADERS = "Accept, Authorization, Cache-Control, Content-Type, X-Request-ID, traceparent, "
            + "tracestate, baggage";
    private static final Header MAX_AGE = HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "3600");

    private final Set<String> origins;

    /** @param origins as browsers send them, such as {@code https://app.example.com}, or {@code *} */
    public CorsFilter(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        if (!origins.isEmpty() && !Exchange.current().endpoint().isHidden()) {
            allow(req.headers(), res);
        }
        chain.proceed();
    }

    private void allow(ServerRequestHeaders asked, RoutingResponse res) {
        boolean any = origins.contains(ANY);
        if (!any) {
            res.header(VARY);
        }
        if (!asked.contains(HeaderNames.ORIGIN)) {
            return;
        }
        String origin = asked.get(HeaderNames.ORIGIN).get();
        if (!any && !origins.contains(origin)) {
            return;
        }
        res.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, any ? ANY : origin);
        Endpoint endpoint = Exchange.current().endpoint();
        if (asked.contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            res.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, endpoint.methods())
                    .header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, list(HEADERS, endpoint.requestHeaders()))
                    .header(MAX_AGE);
        } else {
            res.header(TIMING, any ? ANY : origin);
            res.header(HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, list(EXPOSED, endpoint.responseHeaders()));
        }
    }

    private static String list(String common, Set<String> own) {
        return own.isEmpty() ? common : common + ", " + String.join(", ", own);
    }
}
