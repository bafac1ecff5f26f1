package com.dataenginex.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;

/** Turns whatever a handler or a filter throws into one {@link Problem}. */
public final class ProblemErrorHandler implements ErrorHandler<Throwable> {

    private final ProblemWriter problems;

    public ProblemErrorHandler(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res, Throwable thrown) {
        Exchange exchange = Exchange.current();
        try {
            problems.send(exchange, res, problemOf(exchange, res, thrown));
        } catch (ServerConnectionException e) {
            exchange.disconnected();
        }
    }

    private static Problem problemOf(Exchange exchange, ServerResponse res, Throwable thrown) {
        if (thrown instanceof ProblemException meant) {
            return meant.problem();
        }
        if (isBrokenBody(thrown)) {
            res.header(HeaderValues.CONNECTION_CLOSE);
            return Problem.of(ProblemType.BAD_REQUEST, "The request body ended before its announced length.");
        }
        if (thrown instanceof HttpException http) {
            http.headers().forEach(res::header);
            ProblemType type = ProblemType.of(http.status().code());
            if (type.equals(ProblemType.INTERNAL)) {
                exchange.failed(thrown);
            }
            return Problem.of(type);
        }
        exchange.failed(thrown);
        return Problem.of(ProblemType.INTERNAL);
    }

    private static boolean isBrokenBody(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataReader.InsufficientDataAvailableException) {
                return true;
            }
            if (cause instanceof IOException) {
                return false;
            }
        }
        return false;
    }
}
