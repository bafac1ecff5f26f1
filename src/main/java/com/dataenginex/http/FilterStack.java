package com.dataenginex.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Filters one inside the other, the first one outermost. Helidon's own chain makes an object for each filter, and asks around each
 * whether the response has been sent.
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

    /** One request's way through the filters. */
    private static final class Pass implements FilterChain {
        private final Filter[] filters;
        private final FilterChain inside;
        private final RoutingRequest req;
        private final RoutingResponse res;
        private int next;

        Pass(Filter[] filters, FilterChain inside, RoutingRequest req, RoutingResponse res) {
            this.filters = filters;
            this.inside = inside;
            this.req = req;
            this.res = res;
        }

        @Override
        public void proceed() {
            int own = next++;
            if (own >= filters.length) {
                inside.proceed();
                return;
            }
            filters[own].filter(this, req, res);
            if (next == own + 1 && !res.isSent()) {
                throw new IllegalStateException(
                        filters[own].getClass().getName() + " has neither answered the request nor let it pass");
            }
        }
    }
}
