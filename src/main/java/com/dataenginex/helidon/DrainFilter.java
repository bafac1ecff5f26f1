package com.dataenginex.helidon;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.BooleanSupplier;

/**
 * While the service drains, asks clients to close their connections, so that none is cut when the listener closes. It
 * also saves the response of a request that began just then.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1Connection.java">Helidon 4.5.0</a>
 */
public final class DrainFilter implements Filter {
    private final BooleanSupplier draining;

    public DrainFilter(BooleanSupplier draining) {
        this.draining = draining;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        if (draining.getAsBoolean()) {
            res.header(HeaderValues.CONNECTION_CLOSE);
            // Helidon 4.5.0 interrupts connections that wait for a request, and may hit one that has just got it:
            // the channel would be closed by the first write.
            Thread.interrupted();
            res.beforeSend(Thread::interrupted);
        }
        chain.proceed();
    }
}
