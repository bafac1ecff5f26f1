package com.dataenginex.logging;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Log;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Says {@code request_started}, and at the end {@code request_completed}, or {@code request_failed} with
 * the stack of what nobody handled.
 */
public final class RequestLoggingFilter implements Filter, ExchangeObserver {
    private static final Log LOG = Log.of(RequestLoggingFilter.class);

    private final QueryText query;

    public RequestLoggingFilter(LoggingConfig config) {
        this.query = new QueryText(config.queryValues());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        exchange.observe(this);
        LOG.info("request_started", out -> request(out, exchange));
        chain.proceed();
    }

    @Override
    public void ended(Exchange exchange) {
        if (exchange.outcome() == Exchange.Outcome.FAILED) {
            LOG.error("request_failed", out -> response(out, exchange), exchange.failure());
        } else {
            LOG.info("request_completed", out -> response(out, exchange));
        }
    }

    private void request(FieldWriter out, Exchange exchange) {
        out.text("method", exchange.method()).text("path", exchange.path());
        if (!exchange.query().isEmpty()) {
            out.text("query", query.redact(exchange.query()));
        }
        out.text("client_host", exchange.clientHost()).text("user_agent", exchange.userAgent());
    }

    private void response(FieldWriter out, Exchange exchange) {
        request(out, exchange);
        out.text("route", exchange.route()).number("status_code", exchange.status())
                .seconds("duration_seconds", exchange.durationNanos());
        if (exchange.isStream()) {
            out.seconds("time_to_first_byte_seconds", exchange.responseNanos()).number("stream_events",
                    exchange.streamEvents());
        }
        out.number("response_bytes", exchange.responseBytes()).text("outcome", exchange.outcome().toString());
    }
}
