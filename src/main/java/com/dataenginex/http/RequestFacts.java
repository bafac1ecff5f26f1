package com.dataenginex.http;

import com.dataenginex.config.Redaction;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * The facts of a request on its arrival. Immutable, so that a log line may be formatted later.
 *
 * @param requestId the client's valid {@code X-Request-ID}, or a new one
 * @param method free text of the client's; Helidon turns small letters into capitals
 * @param path as the client sent it, still encoded, without the query; with the user and password of a URL as
 *        {@code [redacted]}
 * @param query as the client sent it, still encoded; empty if there is none
 * @param clientHost the peer's address, or null if it is not known
 * @param userAgent the {@code User-Agent} header, or null
 */
public record RequestFacts(String requestId, String method, String path, String query, String clientHost,
        String userAgent) {

    static RequestFacts of(ServerRequest request) {
        HttpPrologue prologue = request.prologue();
        Headers headers = request.headers();
        return new RequestFacts(RequestId.accept(first(headers, RequestId.HEADER)), prologue.method().text(),
                Redaction.target(target(prologue)), prologue.query().rawValue(), host(request.remotePeer().address()),
                first(headers, HeaderNames.USER_AGENT));
    }

    /** Of a request that could not be read whole: its target and headers may be missing. */
    static RequestFacts refused(String method, String target, Headers headers, SocketAddress peer) {
        int mark = target.indexOf('?');
        return new RequestFacts(RequestId.accept(first(headers, RequestId.HEADER)), method,
                Redaction.target(mark < 0 ? target : target.substring(0, mark)),
                mark < 0 ? "" : target.substring(mark + 1), host(peer), first(headers, HeaderNames.USER_AGENT));
    }

    /** The request's target without its query; Helidon 4.5.0 has none for one that {@link java.net.URI} takes for opaque. */
    static String target(HttpPrologue prologue) {
        String path = prologue.uriPath().rawPath();
        return path == null ? "" : path;
    }

    public boolean isHead() {
        return "HEAD".equals(method);
    }

    private static String host(SocketAddress address) {
        return address instanceof InetSocketAddress peer ? peer.getAddress().getHostAddress() : null;
    }

    private static String first(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).get() : null;
    }
}
