package com.dataenginex.http;

import com.dataenginex.log.FailedListeners;
import com.dataenginex.log.LimitedText;
import com.dataenginex.log.Log;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.Set;

/**
 * The course of one request, from its first line to its last byte. It ends exactly once, whatever went wrong. The log line, the
 * metrics and the span are written by observers that {@code RequestLoggingFilter}, {@code MetricsFilter} and
 * {@code TracingFilter} have added, from what the exchange then holds.
 *
 * <p>It travels in OpenTelemetry's {@link Context}: work handed to another thread with
 * {@link Context#wrap(Runnable)} keeps it. Written by the request's own thread only; read by any once
 * ended.
 */
public final class Exchange {
    /** The status recorded for a client that left before its response (nginx's convention). */
    public static final int CLIENT_CLOSED_REQUEST = 499;

    private static final int FIRST_SERVER_ERROR = 500;
    /** A protocol error of the client's, whatever its number says. */
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final int LONGEST_CAUSE = 1_024;
    /** Of a request of which everything is told. */
    private static final int USUAL_OBSERVERS = 10;
    private static final ContextKey<Exchange> KEY = ContextKey.named("exchange");
    private static final FailedListeners OBSERVERS = new FailedListeners(Log.of(Exchange.class),
            "exchange_listener_failed");

    /** What observers are told of. */
    private enum Moment {
        BEGUN,
        RESPONDED,
        STREAMED,
        ENDED
    }

    private final RequestFacts request;
    private final Endpoint endpoint;
    private final long startedNanos;

    private List<String> pathValues;
    private List<ExchangeObserver> observers = new ArrayList<>(USUAL_OBSERVERS);
    private Context context;
    private SpanContext span = SpanContext.getInvalid();
    private Throwable failure;
    private Problem problem;
    private String cause;
    private ExchangeOutcome outcome = ExchangeOutcome.COMPLETED;
    private boolean debugged;
    private Object record;
    /** Threads that work for it beside its own; null for none. */
    private volatile Set<Long> helpers;
    private volatile Kept kept;
    private volatile boolean traceKept;
    private String drill;
    private boolean stream;
    private boolean responded;
    private boolean ended;
    private int status;
    private long respondedNanos;
    private long endedNanos;
    private long responseBytes;
    private long streamEvents;

    Exchange(RequestFacts request, Endpoint endpoint, List<String> pathValues, long startedNanos) {
        this.startedNanos = startedNanos;
        this.request = request;
        this.endpoint = endpoint;
        this.pathValues = pathValues;
    }

    static Exchange open(ServerRequest request, Endpoints.Match match, ClientAddress clients) {
        return new Exchange(RequestFacts.of(request, clients, match.endpoint()), match.endpoint(), match.values(),
                System.nanoTime());
    }

    /**
     * A request that was answered before it reached any filter.
     *
     * @param target as far as it could be read
     * @param peer or null if it is not known
     * @param clients who names the client
     * @param startedNanos when its first octet came, as {@link System#nanoTime()}
     */
    public static Exchange refused(String method, String target, Headers headers, SocketAddress peer,
            ClientAddress clients, long startedNanos) {
        Exchange exchange = new Exchange(RequestFacts.refused(method, target, headers, peer, clients), Endpoint.NONE,
                List.of(),
                startedNanos);
        exchange.outcome = ExchangeOutcome.REFUSED;
        return exchange;
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
        context = new LinkedContext(Context.current(), KEY, this);
        return context.makeCurrent();
    }

    /** From now on the exchange's observers run with this context current; the tracing filter puts its span into it. */
    public void context(Context withSpan) {
        this.context = withSpan;
        this.span = Span.fromContext(withSpan).getSpanContext();
    }

    /** Adds an observer; the last one added is told first. */
    public void observe(ExchangeObserver observer) {
        observers.add(observer);
    }

    /** Adds an observer, and tells it that the request has passed the filters of the signals. */
    void begin(ExchangeObserver observer) {
        observers.add(observer);
        tell(Moment.BEGUN, observer);
    }

    /** From now on the request is debugged: it is traced for certain, and its DEBUG events are written. */
    public void debug() {
        debugged = true;
    }

    public boolean isDebugged() {
        return debugged;
    }

    /**
     * What the part that remembers requests holds of this one, for it alone; before any other thread works on the request, and null once
     * nothing is to be remembered any more.
     */
    public void record(Object ofThisRequest) {
        record = ofThisRequest;
    }

    /** What {@link #record(Object)} was given, or null: nothing is remembered. */
    public Object record() {
        return record;
    }

    /**
     * From now on the request is one to look at.
     *
     * @param trace whether its spans are exported although the sampler had not chosen them
     */
    public void keep(Kept reason, boolean trace) {
        kept = reason;
        traceKept = trace;
    }

    /** Why it is one to look at, or null. */
    public Kept kept() {
        return kept;
    }

    /** Whether its spans are exported although the sampler had not chosen them. */
    public boolean isTraceKept() {
        return traceKept;
    }

    /** Whether the request's own span is exported: it was chosen, or the request is kept. */
    public boolean isExported() {
        return exports(span, this);
    }

    /**
     * Whether a span is exported: it was chosen, or its request is kept.
     *
     * @param ofRequest the request that it is part of, or null
     */
    public static boolean exports(SpanContext span, Exchange ofRequest) {
        return span.isSampled() || ofRequest != null && ofRequest.traceKept && span.isValid();
    }

    /** This thread, which is not the request's own, works for the current request, if there is one, until the scope is closed. */
    public static Scope help() {
        Exchange exchange = current();
        if (exchange == null) {
            return Scope.noop();
        }
        Set<Long> threads = exchange.helpers();
        Long thread = Thread.currentThread().threadId();
        return threads.add(thread) ? () -> threads.remove(thread) : Scope.noop();
    }

    private synchronized Set<Long> helpers() {
        if (helpers == null) {
            helpers = ConcurrentHashMap.newKeySet();
        }
        return helpers;
    }

    /** The ids of threads that work for the request beside its own. */
    Set<Long> helping() {
        Set<Long> now = helpers;
        return now == null ? Set.of() : now;
    }

    /** From now on the request is part of a drill: what becomes of it was asked for. */
    public void drill(String fault) {
        drill = fault;
    }

    /** The fault that the request was sent for, or null if it is part of no drill. */
    public String drill() {
        return drill;
    }

    public boolean isDrill() {
        return drill != null;
    }

    /** Notes the exception that nothing handled, for a 500. */
    public void failed(Throwable cause) {
        this.failure = cause;
        this.outcome = ExchangeOutcome.FAILED;
    }

    /** Notes the error that is the response. */
    public void answered(Problem withProblem) {
        this.problem = withProblem;
    }

    /** Notes what lies behind a problem, for the log: names of other services, their outcomes, nothing secret. */
    public void because(String reason) {
        this.cause = LimitedText.of(reason, LONGEST_CAUSE);
    }

    /** Notes that the client has left. */
    public void disconnected() {
        if (outcome != ExchangeOutcome.STALLED) {
            this.outcome = ExchangeOutcome.CLIENT_DISCONNECT;
        }
    }

    /** Notes that the client was cut off since it did not read. */
    public void stalled() {
        this.outcome = ExchangeOutcome.STALLED;
    }

    /** The response is a stream and its first byte is written: its latency ends here, the exchange goes on. */
    public void streaming(int sentStatus) {
        stream = true;
        respond(sentStatus);
    }

    /** Another event of the stream is written. */
    public void streamed() {
        streamEvents++;
        tell(Moment.STREAMED);
    }

    /**
     * Ends the exchange; any further call changes nothing.
     *
     * @param bytes of the response on the wire
     */
    public void end(int sentStatus, long bytes) {
        if (ended) {
            return;
        }
        ended = true;
        responseBytes = bytes;
        respond(outcome == ExchangeOutcome.CLIENT_DISCONNECT ? CLIENT_CLOSED_REQUEST : sentStatus);
        endedNanos = stream ? System.nanoTime() : respondedNanos;
        tell(Moment.ENDED);
        // Whoever keeps it for later, such as a line that waits, keeps no more than facts: a client's baggage and tracestate are long.
        context = null;
        observers = List.of();
        pathValues = List.of();
        if (!span.getTraceState().isEmpty()) {
            span = SpanContext.create(span.getTraceId(), span.getSpanId(), span.getTraceFlags(),
                    TraceState.getDefault());
        }
    }

    private void respond(int sentStatus) {
        if (responded) {
            return;
        }
        responded = true;
        status = sentStatus;
        respondedNanos = System.nanoTime();
        tell(Moment.RESPONDED);
    }

    private void tell(Moment moment) {
        try (Scope ignored = context == null ? Scope.noop() : context.makeCurrent()) {
            for (int i = observers.size() - 1; i >= 0; i--) {
                tell(moment, observers.get(i));
            }
        }
    }

    /** An observer's exception reaches neither other observers nor the client. */
    private void tell(Moment moment, ExchangeObserver observer) {
        try {
            switch (moment) {
                case BEGUN -> observer.begun(this);
                case RESPONDED -> observer.responded(this);
                case STREAMED -> observer.streamed(this);
                case ENDED -> observer.ended(this);
            }
        } catch (RuntimeException | Error e) {
            OBSERVERS.failed(observer, e);
        }
    }

    public RequestFacts request() {
        return request;
    }

    /** Whether its end has come: the status, the size and the outcome are known. */
    public boolean hasEnded() {
        return ended;
    }

    /** What answers the request; {@link Endpoint#NONE} if nothing is at its path. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The values in the path, decoded, while the request is under way, in the order of the endpoint's {@link Endpoint#parameters()}. */
    public List<String> pathValues() {
        return pathValues;
    }

    /** The endpoint's path template, or {@value Endpoint#UNMATCHED}. */
    public String template() {
        return endpoint.template();
    }

    /** The ids of the request's span; not valid if it has none. */
    public SpanContext span() {
        return span;
    }

    /** The status as sent, or {@value #CLIENT_CLOSED_REQUEST} if the client left before it was. */
    public int status() {
        return status;
    }

    /** Whether the answer was a 5xx; a client's wrong HTTP version (505) is none of the server's errors. */
    public boolean isServerError() {
        return isServerError(status);
    }

    /** Whether an answer with this status is a 5xx that is the server's error. */
    public static boolean isServerError(int answered) {
        return answered >= FIRST_SERVER_ERROR && answered != VERSION_NOT_SUPPORTED;
    }

    /** The exception behind a 500, or null. */
    public Throwable failure() {
        return failure;
    }

    /** What lies behind the problem, or null. */
    public String cause() {
        return cause;
    }

    /** The error that is the response, or null. */
    public Problem problem() {
        return problem;
    }

    public ExchangeOutcome outcome() {
        return outcome;
    }

    /** Whether the response is a stream that has begun. */
    public boolean isStream() {
        return stream;
    }

    /** Nanoseconds from the first filter to the end of the response; for a stream, to its first byte. */
    public long responseNanos() {
        return respondedNanos - startedNanos;
    }

    /** Nanoseconds since the first filter. */
    public long ageNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Nanoseconds from the first filter to the end. */
    public long durationNanos() {
        return endedNanos - startedNanos;
    }

    /** Events that the stream has had so far. */
    public long streamEvents() {
        return streamEvents;
    }

    /** Bytes of the response on the wire, status line and headers included; 0 if none was written. */
    public long responseBytes() {
        return responseBytes;
    }
}
