package com.dataenginex.logging;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.log.FieldWriter;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Says {@code request_started}, and at the end {@code request_completed}, or {@code request_failed} with the stack of
 * what nobody handled. A 5xx is logged at WARNING, a 500 at ERROR, with the problem's type and detail; a 4xx
 * at INFO even if its endpoint logs at DEBUG.
 */
public final class RequestLoggingFilter implements Filter, ExchangeObserver {
    private static final Log LOG = Log.of(RequestLoggingFilter.class);

    private static final int INTERNAL = 500;
    /** The type of a problem that is in no table (RFC 9457, 4.2.1). */
    private static final String BLANK = "about:blank";
    private static final int FIRST_ERROR = 400;

    private final QueryText query;
    private final boolean saysStart;
    private final boolean quietStart;

    /** What a request's line holds: what it asked for, and once it has ended, how. */
    private final class Line implements Fields {
        private final Exchange exchange;
        private final boolean ended;

        Line(Exchange exchange, boolean ended) {
            this.exchange = exchange;
            this.ended = ended;
        }

        @Override
        public void writeTo(FieldWriter out) {
            request(out, exchange.request());
            if (ended) {
                response(out, exchange);
            }
        }

        @Override
        public int weight() {
            return exchange.request().size();
        }
    }

    public RequestLoggingFilter(LoggingConfig config) {
        this.query = new QueryText(config.queryValues());
        this.saysStart = config.requestStarted();
        // On a console request_completed says all that request_started does.
        this.quietStart = config.format() == LogFormat.CONSOLE;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        Exchange exchange = Exchange.current();
        exchange.observe(this);
        if (saysStart && !exchange.endpoint().isHidden()) {
            LOG.say(quietStart ? Severity.DEBUG : exchange.endpoint().severity(), "request_started",
                    new Line(exchange, false), null);
        }
        chain.proceed();
    }

    @Override
    public void ended(Exchange exchange) {
        if (exchange.failure() != null) {
            LOG.error("request_failed", new Line(exchange, true), exchange.failure());
        } else if (!exchange.endpoint().isHidden()) {
            LOG.say(severity(exchange), "request_completed", new Line(exchange, true), null);
        }
    }

    /** Whether a line is the one that says how its request ended. */
    public static boolean isEnd(LogLine line) {
        return line.fields() instanceof Line one && one.ended;
    }

    /** Whether the line that ends the request is, or will be, written. */
    public static boolean isWritten(Exchange exchange) {
        return LOG.isWritten(exchange.failure() != null ? Severity.ERROR : severity(exchange));
    }

    /** A server's error is for the operator, whatever the endpoint's other lines are. */
    private static Severity severity(Exchange exchange) {
        Severity usual = exchange.endpoint().severity();
        if (!exchange.isServerError()) {
            return usual == Severity.DEBUG && exchange.status() >= FIRST_ERROR ? Severity.INFO : usual;
        }
        Severity least = exchange.status() == INTERNAL ? Severity.ERROR : Severity.WARNING;
        return usual.compareTo(least) < 0 ? least : usual;
    }

    private void request(FieldWriter out, RequestFacts request) {
        out.text("method", request.method()).text("path", request.path());
        if (!request.query().isEmpty()) {
            out.text("query", query.redact(request.query()));
        }
        out.text("client_host", request.clientHost()).text("user_agent", request.userAgent());
    }

    private void response(FieldWriter out, Exchange exchange) {
        out.text("route", exchange.template()).number("status_code", exchange.status())
                .seconds("duration_seconds", exchange.durationNanos());
        if (exchange.isStream()) {
            out.seconds("time_to_first_byte_seconds", exchange.responseNanos()).number("stream_events",
                    exchange.streamEvents());
        }
        if (exchange.isDebugged()) {
            out.flag("debugged", true);
        }
        if (exchange.isTraceKept()) {
            out.text("trace_kept", exchange.kept().toString());
        }
        if (exchange.isDrill()) {
            out.flag("drill", true);
        }
        if (exchange.problem() != null) {
            String type = exchange.problem().type().name();
            out.text("problem_type", type.isEmpty() ? BLANK : type).text("problem_detail",
                    exchange.problem().detail());
            out.text("problem_cause", exchange.cause());
        }
        out.number("response_bytes", exchange.responseBytes()).text("outcome", exchange.outcome().toString());
    }
}
