package com.dataenginex.http;

import com.dataenginex.config.Redaction;
import com.dataenginex.log.LimitedText;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.net.SocketAddress;

/**
 * The facts of a request on its arrival. Immutable, so that a log line may be formatted later.
 *
 * @param requestId the client's valid {@code X-Request-ID}, or a new one
 * @param method as the client sent it, in capitals
 * @param path as the client sent it, still encoded, without the query; with the user and password of a URL as
 *        {@code [redacted]}
 * @param query as the client sent it, still encoded; empty if there is none
 * @param clientHost the client's address (RFC 5952), or null if it is not known
 * @param userAgent the {@code User-Agent} header, or null; longer texts than 1,024 characters (512 here) are cut, and say so
 */
public record RequestFacts(String requestId, String method, String path, String query, String clientHost,
        String userAgent) {
    /** Characters that are kept: a line, a span, and what waits in a queue hold no more of what a client makes long. */
    private static final int LONGEST_TARGET = 1_024;
    private static final int LONGEST_AGENT = 512;

    public RequestFacts {
        path = LimitedText.of(path, LONGEST_TARGET);
        query = LimitedText.of(query, LONGEST_TARGET);
        userAgent = LimitedText.of(userAgent, LONGEST_AGENT);
    }

    /** Characters that the client chose. */
    public int size() {
        return method.length() + path.length() + query.length() + (userAgent == null ? 0 : userAgent.length());
    }

    /** @param endpoint whose template is kept where the path is the same */
    static RequestFacts of(ServerRequest request, ClientAddress clients, Endpoint endpoint) {
        HttpPrologue prologue = request.prologue();
        Headers headers = request.headers();
        return new RequestFacts(RequestId.accept(first(headers, RequestId.HEADER)), prologue.method().text(),
                path(prologue, endpoint), prologue.query().rawValue(),
                clients.of(request.remotePeer().address(), headers),
                first(headers, HeaderNames.USER_AGENT));
    }

    private static String path(HttpPrologue prologue, Endpoint endpoint) {
        String path = target(prologue);
        return path.equals(endpoint.template()) ? endpoint.template() : Redaction.target(path);
    }

    /** Of a request that could not be read whole: its target and headers may be missing. */
    static RequestFacts refused(String method, String target, Headers headers, SocketAddress peer,
            ClientAddress clients) {
        int mark = target.indexOf('?');
        return new RequestFacts(RequestId.accept(first(headers, RequestId.HEADER)), method,
                Redaction.target(mark < 0 ? target : target.substring(0, mark)),
                mark < 0 ? "" : target.substring(mark + 1), clients.of(peer, headers),
                first(headers, HeaderNames.USER_AGENT));
    }

    /** The request's target without its query. */
    static String target(HttpPrologue prologue) {
        String path = prologue.uriPath().rawPath();
        return path == null ? "" : path;
    }

    public boolean isHead() {
        return "HEAD".equals(method);
    }

    private static String first(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).get() : null;
    }
}
