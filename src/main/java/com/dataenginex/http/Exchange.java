package com.dataenginex.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * One request's facts, from its first line to its last byte. It ends exactly once, whatever went
 * wrong, and log line, metrics and span are written from what it then holds.
 *
 * <p>It travels in OpenTelemetry's {@link Context}: work handed to another thread with
 * {@link Context#wrap(Runnable)} keeps it. Written by the request's own thread only; read by any once
 * ended.
 */
public final class Exchange {
    /** The route of a request that no endpoint matched. */
    public static final String UNMATCHED = "unmatched";
    /** The status recorded for a client that left before its answer (nginx's convention). */
    public static final int CLIENT_CLOSED_REQUEST = 499;

    private static final ContextKey<Exchange> KEY = ContextKey.named("dataenginex-exchange");

    /** How an exchange ended. */
    public enum Outcome {
        /** The whole answer was written. */
        COMPLETED,
        /** The answer is an error that nobody meant, or was cut short by the server. */
        FAILED,
        /** The client left first. */
        CLIENT_DISCONNECT,
        /** The client stopped reading a stream, and was cut off. */
        STALLED,
        /** The request was refused before it reached any filter. */
        REFUSED;

        private final String text = name().toLowerCase(Locale.ROOT);

        @Override
        public String toString() {
            return text;
        }
    }

    private final String requestId;
    private final String method;
    private final String path;
    private final String query;
    private final String clientHost;
    private final String userAgent;
    private final long startedNanos = System.nanoTime();
    private final List<ExchangeObserver> observers = new ArrayList<>(4);

    private Context context;
    private String route = UNMATCHED;
    private Throwable failure;
    private Outcome outcome = Outcome.COMPLETED;
    private boolean stream;
    private boolean responded;
    private boolean ended;
    private int status;
    private long respondedNanos;
    private long endedNanos;
    private long responseBytes;
    private long streamEvents;

    private Exchange(String requestId, String method, String path, String query, String clientHost, String userAgent) {
        this.requestId = requestId;
        this.method = method;
        this.path = withoutPassword(path);
        this.query = query;
        this.clientHost = clientHost;
        this.userAgent = userAgent;
    }

    static Exchange open(ServerRequest request) {
        HttpPrologue prologue = request.prologue();
        Headers headers = request.headers();
        String host = request.remotePeer().address() instanceof InetSocketAddress peer
                ? peer.getAddress().getHostAddress()
                : null;
        return new Exchange(RequestId.accept(first(headers, RequestId.HEADER)), prologue.method().text(),
                prologue.uriPath().rawPath(), prologue.query().rawValue(), host,
                first(headers, HeaderNames.USER_AGENT));
    }

    /** A request that was answered before it reached any filter: its target and headers may be missing. */
    public static Exchange refused(String method, String target, Headers headers) {
        int mark = target.indexOf('?');
        Exchange exchange = new Exchange(RequestId.accept(first(headers, RequestId.HEADER)), method,
                mark < 0 ? target : target.substring(0, mark), mark < 0 ? "" : target.substring(mark + 1), null,
                first(headers, HeaderNames.USER_AGENT));
        exchange.outcome = Outcome.REFUSED;
        return exchange;
    }

    /** A target may also be a URL or an authority (RFC 9112, 3.2), and these may hold a password. */
    private static String withoutPassword(String target) {
        int at = target.lastIndexOf('@');
        if (at < 0 || target.charAt(0) == '/') {
            return target;
        }
        int scheme = target.indexOf("://");
        return (scheme < 0 || scheme > at ? "" : target.substring(0, scheme + 3)) + "[redacted]" + target.substring(at);
    }

    private static String first(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).get() : null;
    }

    /** The exchange of the current context, or null outside a request. */
    public static Exchange current() {
        return in(Context.current());
    }

    /** The exchange of a context, or null. */
    public static Exchange in(Context context) {
        return context.get(KEY);
    }

    /** Makes this exchange current on top of the current context. */
    public Scope enter() {
        context = Context.current().with(KEY, this);
        return context.makeCurrent();
    }

    /** From now on the exchange's observers run with this context current; the tracing filter puts its span into it. */
    public void context(Context withSpan) {
        this.context = withSpan;
    }

    /** Adds an observer; the last one added is told first. */
    public void observe(ExchangeObserver observer) {
        observers.add(observer);
    }

    /** The endpoint's path template; set as soon as routing has found it. */
    public void route(String template) {
        this.route = template;
    }

    /** Notes the exception that nobody handled, for a 500. */
    public void failed(Throwable cause) {
        this.failure = cause;
        this.outcome = Outcome.FAILED;
    }

    /** Notes that the client has left. */
    public void disconnected() {
        if (outcome != Outcome.STALLED) {
            this.outcome = Outcome.CLIENT_DISCONNECT;
        }
    }

    /** Notes that the client of a stream was cut off since it did not read. */
    public void stalled() {
        this.outcome = Outcome.STALLED;
    }

    /** The answer is a stream and its first byte is written: its latency ends here, the exchange goes on. */
    public void streaming(int sentStatus) {
        stream = true;
        respond(sentStatus);
    }

    /** Another event of the stream is written. */
    public void streamed() {
        streamEvents++;
        tell(ExchangeObserver::streamed);
    }

    /** Ends the exchange; any further call changes nothing. */
    public void end(int sentStatus, long bytes) {
        if (ended) {
            return;
        }
        ended = true;
        responseBytes = bytes;
        respond(outcome == Outcome.CLIENT_DISCONNECT ? CLIENT_CLOSED_REQUEST : sentStatus);
        endedNanos = stream ? System.nanoTime() : respondedNanos;
        tell(ExchangeObserver::ended);
    }

    private void respond(int sentStatus) {
        if (responded) {
            return;
        }
        responded = true;
        status = sentStatus;
        respondedNanos = System.nanoTime();
        tell(ExchangeObserver::responded);
    }

    private void tell(BiConsumer<ExchangeObserver, Exchange> event) {
        try (Scope ignored = context == null ? Scope.noop() : context.makeCurrent()) {
            for (int i = observers.size() - 1; i >= 0; i--) {
                event.accept(observers.get(i), this);
            }
        }
    }

    public String requestId() {
        return requestId;
    }

    /** As the client sent it: free text. */
    public String method() {
        return method;
    }

    /** As the client sent it, still encoded, without the query; with user and password of a URL as {@code [redacted]}. */
    public String path() {
        return path;
    }

    /** As the client sent it, still encoded; empty if there is none. */
    public String query() {
        return query;
    }

    /** The peer's address, or null if it is not known. */
    public String clientHost() {
        return clientHost;
    }

    /** The {@code User-Agent} header, or null. */
    public String userAgent() {
        return userAgent;
    }

    /** The endpoint's path template, or {@value #UNMATCHED}. */
    public String route() {
        return route;
    }

    /** The status as sent, or {@value #CLIENT_CLOSED_REQUEST} if the client left before it was. */
    public int status() {
        return status;
    }

    /** The exception behind a 500, or null. */
    public Throwable failure() {
        return failure;
    }

    public Outcome outcome() {
        return outcome;
    }

    public boolean isStream() {
        return stream;
    }

    public boolean isHead() {
        return "HEAD".equals(method);
    }

    /** Nanoseconds from the first filter to the end of the answer; for a stream, to its first byte. */
    public long responseNanos() {
        return respondedNanos - startedNanos;
    }

    /** Nanoseconds from the first filter to the end. */
    public long durationNanos() {
        return endedNanos - startedNanos;
    }

    /** Events that the stream has had so far. */
    public long streamEvents() {
        return streamEvents;
    }

    /** Bytes of the answer on the wire, status line and headers included; 0 if none was written. */
    public long responseBytes() {
        return responseBytes;
    }
}
