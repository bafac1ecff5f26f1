package com.dataenginex.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Filters one inside the other, the first one outermost. Helidon's own chain makes an object for each filter, asks around each
 * whether the response has been sent, and leaves out those further in when one lets a request pass once more.
 */
public final class FilterStack implements Filter {
    private final Filter[] filters;

    public FilterStack(List<Filter> filters) {
        this.filters = filters.toArray(Filter[]::new);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        new Pass(filters, chain, req, res).proceed();
    }

    @Override
    public void beforeStart() {
        for (Filter filter : filters) {
            filter.beforeStart();
        }
    }

    @Override
    public void afterStart(WebServer server) {
        for (Filter filter : filters) {
            filter.afterStart(server);
        }
    }

    @Override
    public void afterStop() {
        for (Filter filter : filters) {
            filter.afterStop();
        }
    }

    /** One request's way through the filters. */
    private static final class Pass implements FilterChain {
        private final Filter[] filters;
        private final FilterChain inside;
        private final RoutingRequest req;
        private final RoutingResponse res;
        /** The one that a call lets pass; whoever calls again lets the same ones pass again. */
        private int next;
        /** The one that was let pass last. */
        private int furthest;

        Pass(Filter[] filters, FilterChain inside, RoutingRequest req, RoutingResponse res) {
            this.filters = filters;
            this.inside = inside;
            this.req = req;
            this.res = res;
        }

        @Override
        public void proceed() {
            int own = next;
            furthest = own;
            if (own == filters.length || res.hasEntity()) {
                // Of a response that has begun, Helidon knows that nothing is left to do but to commit it.
                inside.proceed();
                return;
            }
            next = own + 1;
            try {
                filters[own].filter(this, req, res);
            } finally {
                next = own;
            }
            if (furthest == own && !res.isSent()) {
                throw new IllegalStateException(
                        filters[own].getClass().getName() + " has neither answered the request nor let it pass");
            }
        }
    }
}
