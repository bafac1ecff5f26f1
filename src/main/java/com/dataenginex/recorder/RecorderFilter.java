package com.dataenginex.recorder;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Begins to remember a request, and remembers it once every signal has been written. */
public final class RecorderFilter implements Filter, ExchangeObserver {
    private final Recorder recorder;

    RecorderFilter(Recorder recorder) {
        this.recorder = recorder;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        if (!exchange.endpoint().isHidden()) {
            recorder.begin(exchange);
            exchange.observe(this);
        }
        chain.proceed();
    }

    /** Added before the others, so told after them. */
    @Override
    public void ended(Exchange exchange) {
        recorder.end(exchange);
    }
}
