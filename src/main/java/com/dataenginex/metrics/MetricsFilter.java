package com.dataenginex.metrics;

import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.util.List;

/** Counts and times every request but the scrapes; a stream leaves the gauge and the histogram when it begins. */
public final class MetricsFilter implements Filter, ExchangeObserver {
    private final HttpMetrics metrics;
    private final StreamMetrics streams;

    MetricsFilter(HttpMetrics metrics, StreamMetrics streams) {
        this.metrics = metrics;
        this.streams = streams;
    }

    /** Lets the error series of each counted endpoint start at 0. */
    public void prepare(List<Endpoint> endpoints) {
        endpoints.stream().filter(Endpoint::isCounted).forEach(metrics::prepare);
        metrics.prepare(Endpoint.NONE);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        if (exchange.endpoint().isCounted()) {
            exchange.observe(this);
        }
        chain.proceed();
    }

    @Override
    public void responded(Exchange exchange) {
        metrics.record(exchange);
        if (exchange.isStream()) {
            streams.opened();
        }
    }

    @Override
    public void streamed(Exchange exchange) {
        streams.sent();
    }

    @Override
    public void ended(Exchange exchange) {
        if (exchange.isStream()) {
            streams.closed(exchange.outcome(), Duration.ofNanos(exchange.durationNanos() - exchange.responseNanos()));
        }
    }
}
