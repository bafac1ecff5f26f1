package com.dataenginex.http;

import com.dataenginex.helidon.ReadDeadlines;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.context.Scope;

/**
 * Outermost filter: opens the {@link Exchange}, puts {@code X-Request-ID} on the response, answers what
 * an inner filter throws, and ends the exchange exactly once.
 */
public final class ExchangeFilter implements Filter {
    private final ProblemErrorHandler errors;

    public ExchangeFilter(ProblemErrorHandler errors) {
        this.errors = errors;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.open(req);
        try (Scope ignored = exchange.enter()) {
            res.header(HeaderValues.createCached(RequestId.HEADER, exchange.requestId()));
            proceed(chain, req, res, exchange);
        }
        // Of a body that was not read whole nobody knows where the next request begins: what follows could be read as one
        // (request smuggling). And Helidon 4.5.0 announces "Connection: close" and then leaves the socket open.
        if (!consume(req) || exchange.outcome() == Exchange.Outcome.CLIENT_DISCONNECT
                || res.headers().contains(HeaderNames.CONNECTION)
                        && res.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new ConnectionDone();
        }
        ReadDeadlines.requestDone();
    }

    private void proceed(FilterChain chain, RoutingRequest req, RoutingResponse res, Exchange exchange) {
        try {
            chain.proceed();
        } catch (ServerConnectionException e) {
            exchange.disconnected();
            throw e;
        } catch (CloseConnectionException e) {
            exchange.failed(e.getCause() == null ? e : e.getCause());
            throw e;
        } catch (RuntimeException | Error e) {
            answer(req, res, exchange, e);
        } finally {
            if (exchange.route() == Exchange.UNMATCHED) {
                req.matchingPattern().ifPresent(pattern -> exchange.route(withoutSlash(pattern)));
            }
            exchange.end(res.status().code(), res.bytesWritten());
        }
    }

    /** The root of a Helidon service at {@code /health} matches as {@code /health/}. */
    private static String withoutSlash(String pattern) {
        return pattern.length() > 1 && pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private void answer(RoutingRequest req, RoutingResponse res, Exchange exchange, Throwable thrown) {
        if (!res.resetStream()) {
            exchange.failed(thrown);
            throw new CloseConnectionException("The response was cut short", thrown);
        }
        errors.handle(req, res, thrown);
        res.commit();
    }

    /** A body left unread would make the kernel reset the connection under the answer. */
    private static boolean consume(RoutingRequest req) {
        try {
            if (!req.content().consumed()) {
                req.content().consume();
            }
            return true;
        } catch (RuntimeException e) {
            // The client sent less than it announced, more than is accepted, what cannot be read, or too slowly.
            return false;
        }
    }

    /** Ends a connection in good order; costs no stack trace. */
    private static final class ConnectionDone extends CloseConnectionException {
        private static final long serialVersionUID = 1L;

        ConnectionDone() {
            super("Connection: close");
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
