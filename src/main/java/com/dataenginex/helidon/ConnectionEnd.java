package com.dataenginex.helidon;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeFilter;
import com.dataenginex.http.ExchangeOutcome;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Lets a connection go on to its next request only if this one was read to its last byte. Of a body that was not, nobody knows
 * where the next request begins: what follows could be read as one (request smuggling, RFC 9112, 11.2). Helidon 4.5.0 goes on
 * where a body could not be read, where a body was announced with {@code Expect: 100-continue} and never asked for (it may come
 * all the same, RFC 9110, 10.1.1), and after it has said {@code Connection: close}.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http1/Http1ServerRequestWithEntity.java">Helidon 4.5.0</a>
 */
public final class ConnectionEnd implements ExchangeFilter.AfterExchange {

    @Override
    public void ended(RoutingRequest req, RoutingResponse res, Exchange exchange) {
        ReadDeadlines connection = ReadDeadlines.current();
        if (connection != null) {
            connection.responded();
        }
        if (!isConsumed(req) || exchange.outcome() == ExchangeOutcome.CLIENT_DISCONNECT
                || res.headers().contains(HeaderNames.CONNECTION)
                        && res.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            throw new ConnectionDone();
        }
        if (connection != null) {
            if (!connection.isConsumed() || connection.isLast()) {
                throw new ConnectionDone();
            }
            connection.requestDone();
        }
    }

    /** Reads what is left of the body: left unread it would make the kernel reset the connection under the response. */
    private static boolean isConsumed(RoutingRequest req) {
        if (req.headers().contains(HeaderNames.EXPECT) && !req.continueSent()) {
            return false;
        }
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
