package com.dataenginex.http;

import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.context.Scope;

/**
 * Outermost filter: finds the endpoint, opens the {@link Exchange}, puts {@code X-Request-ID} on the response, answers what
 * an inner filter throws, and ends the exchange exactly once.
 */
public final class ExchangeFilter implements Filter {
    private final Endpoints endpoints;
    private final ProblemErrorHandler errors;
    private final RequestTotals totals;
    private final ClientAddress clients;
    private final AfterExchange after;

    /** Decides what becomes of the connection once a request is answered. */
    @FunctionalInterface
    public interface AfterExchange {
        /** @throws CloseConnectionException to end it */
        void ended(RoutingRequest req, RoutingResponse res, Exchange exchange);
    }

    public ExchangeFilter(Endpoints endpoints, ProblemErrorHandler errors, RequestTotals totals, ClientAddress clients,
            AfterExchange after) {
        this.clients = clients;
        this.endpoints = endpoints;
        this.errors = errors;
        this.totals = totals;
        this.after = after;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.open(req, endpoints.find(RequestFacts.target(req.prologue())), clients);
        try (Scope ignored = exchange.enter()) {
            res.header(HttpDate.now());
            res.header(RequestId.RESPONSE.of(exchange.request().requestId()));
            if (exchange.endpoint().isCounted()) {
                totals.count(exchange);
            }
            proceed(chain, req, res, exchange);
        }
        after.ended(req, res, exchange);
    }

    private void proceed(FilterChain chain, RoutingRequest req, RoutingResponse res, Exchange exchange) {
        try {
            chain.proceed();
        } catch (ServerConnectionException e) {
            exchange.disconnected();
            throw e;
        } catch (CloseConnectionException e) {
            if (exchange.outcome() == ExchangeOutcome.STALLED) {
                throw e;
            }
            exchange.failed(e.getCause() == null ? e : e.getCause());
            throw e;
        } catch (RuntimeException | Error e) {
            answer(req, res, exchange, e);
        } finally {
            exchange.end(res.status().code(), res.bytesWritten());
        }
    }

    private void answer(RoutingRequest req, RoutingResponse res, Exchange exchange, Throwable thrown) {
        if (exchange.outcome() == ExchangeOutcome.STALLED) {
            throw new CloseConnectionException("The client does not read", thrown);
        }
        if (!res.resetStream()) {
            exchange.failed(thrown);
            throw new CloseConnectionException("The response was cut short", thrown);
        }
        errors.handle(req, res, thrown);
        res.commit();
    }
}
