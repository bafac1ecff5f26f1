package com.dataenginex.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Innermost filter: runs the filters that the request's endpoint asks for, in their order. {@code OPTIONS} passes, since a
 * browser's preflight carries no credentials (Fetch, 3.2.2).
 */
public final class EndpointFilters implements Filter {

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        List<Filter> filters = Exchange.current().endpoint().filters();
        if (filters.isEmpty() || req.prologue().method().equals(Method.OPTIONS)) {
            chain.proceed();
        } else {
            new FilterStack(filters).filter(chain, req, res);
        }
    }
}
