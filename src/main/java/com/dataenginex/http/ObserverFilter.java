package com.dataenginex.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.List;

/**
 * Lets observers see every exchange. They stand inside the signals' filters, so they are told of its end before the log line,
 * the metrics and the span are written.
 */
public final class ObserverFilter implements Filter {
    private final List<ExchangeObserver> observers;

    public ObserverFilter(List<ExchangeObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        for (ExchangeObserver observer : observers) {
            exchange.begin(observer);
        }
        chain.proceed();
    }
}
