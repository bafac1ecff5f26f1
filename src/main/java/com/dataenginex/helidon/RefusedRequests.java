package com.dataenginex.helidon;

import com.dataenginex.http.ClientAddress;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.HttpDate;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.ProblemWriter;
import com.dataenginex.http.RequestId;
import com.dataenginex.http.Response;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Answers what Helidon refuses before any filter sees it (an unreadable request, a body announced too
 * large, another major version) and has it recorded once. What a filter did see is answered here too, but recorded
 * there.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/http/DirectHandlers.java">Helidon 4.5.0</a>
 */
public final class RefusedRequests implements DirectHandler {
    /** Helidon's text for a reason that it keeps to itself, and then does not log either. */
    private static final Pattern NOTHING_SAID = Pattern.compile("see server log|^Internal error$");

    private final ProblemWriter problems;
    private final ClientAddress clients;
    private final List<ExchangeObserver> observers;

    /** @param clients who names the client */
    public RefusedRequests(ProblemWriter problems, ClientAddress clients, List<ExchangeObserver> observers) {
        this.clients = clients;
        this.problems = problems;
        this.observers = List.copyOf(observers);
    }

    /** This handler for every kind of event. */
    public DirectHandlers handlers() {
        DirectHandlers.Builder builder = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            builder.addHandler(type, this);
        }
        return builder.build();
    }

    @Override
    public TransportResponse handle(TransportRequest request, EventType eventType, Status status,
            ServerResponseHeaders headers, String message) {
        Exchange exchange = Exchange.current();
        if (exchange != null) {
            return answer(exchange, status, headers, withoutInput(message));
        }
        ReadDeadlines connection = ReadDeadlines.current();
        Exchange refused = Exchange.refused(request.method(), request.path(), request.headers(),
                connection == null ? null : connection.remotePeer().address(), clients,
                connection == null ? System.nanoTime() : connection.began());
        observers.forEach(refused::observe);
        // What fails before the filters fails in Helidon's parser, whatever exception 4.5.0 lets out: no client may raise the rate
        // of server errors.
        Status sent = eventType == EventType.INTERNAL_ERROR ? Status.BAD_REQUEST_400 : status;
        try (Scope ignored = refused.enter()) {
            boolean ours = request instanceof RequestReader.Refused;
            TransportResponse response = answer(refused, sent, headers, ours ? message + "." : withoutInput(message));
            refused.end(response.status().code(), response.entity().orElseThrow().length);
            return response;
        }
    }

    /** Helidon says what is wrong, then after a colon or in quotes what was sent: it may hold a secret. */
    private static String withoutInput(String message) {
        return message == null ? null : message.split("[:'\"]", 2)[0].strip();
    }

    private TransportResponse answer(Exchange exchange, Status status, ServerResponseHeaders headers,
            String message) {
        ProblemType type = ProblemType.of(status.code());
        boolean telling = type.equals(ProblemType.BAD_REQUEST) && message != null
                && !NOTHING_SAID.matcher(message).find();
        String detail = telling ? message : type.detail();
        headers.set(RequestId.HEADER, exchange.request().requestId());
        headers.set(HttpDate.now());
        headers.set(ProblemWriter.CONTENT_TYPE);
        headers.set(Response.NO_STORE);
        headers.remove(HeaderNames.CONTENT_LENGTH);
        byte[] body = problems.json(exchange, Problem.of(type, detail));
        if (exchange.request().isHead()) {
            headers.set(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            body = new byte[0];
        }
        return TransportResponse.builder().status(type.status()).headers(headers).keepAlive(false).entity(body).build();
    }
}
