package com.dataenginex.http;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Sends a complete response. For {@code HEAD} the connection writes the head of the same one, and no body. */
public final class Response {
    static final Header JSON = OwnHeader.fixed(HeaderNames.CONTENT_TYPE, "application/json");
    public static final Header NO_STORE = OwnHeader.fixed(HeaderNames.CACHE_CONTROL, "no-store");

    private Response() {
    }

    /**
     * Sends a JSON body.
     *
     * @throws ProblemException with 406 if the client takes no JSON
     */
    public static void json(ServerRequest req, ServerResponse res, byte[] body) {
        requireAccepted(req, MediaTypes.APPLICATION_JSON);
        res.header(JSON);
        send(res, body);
    }

    /**
     * Sends a body of some other type.
     *
     * @throws ProblemException with 406 if the client does not take it
     */
    public static void send(ServerRequest req, ServerResponse res, MediaType type, byte[] body) {
        requireAccepted(req, type);
        res.headers().contentType(type);
        send(res, body);
    }

    /**
     * @throws ProblemException with 406 if {@code Accept} excludes the media type, 400 if it cannot be read
     */
    public static void requireAccepted(ServerRequest req, MediaType type) {
        if (!req.headers().contains(HeaderNames.ACCEPT)) {
            return;
        }
        String accept = req.headers().get(HeaderNames.ACCEPT).get();
        if (accept.equals("*/*") || accept.equals(type.text())) {
            return;
        }
        if (Accepted.weight(req.headers(), type) == 0) {
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_ACCEPTABLE, "This path answers with " + type.text() + " only."));
        }
    }

    static void send(ServerResponse res, byte[] body) {
        res.header(ContentLength.of(body.length));
        res.send(body);
    }
}
