package com.dataenginex.readers;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Finds which kind of failure it was. */
final class Failures {
    private static final int SHOWN = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private Failures() {
    }

    static ReadException of(String reader, String url, Throwable thrown, Duration took) {
        ReadFailure failure = kind(thrown);
        String said = failure == ReadFailure.UNKNOWN_HOST || innermost(thrown).getMessage() == null
                ? ""
                : innermost(thrown).getMessage();
        boolean timedOut = failure == ReadFailure.TIMEOUT || failure == ReadFailure.CONNECT_TIMEOUT;
        return new ReadException(reader, url, failure, 0, timedOut ? "" : beginning(said), took);
    }

    static ReadException ofStatus(String reader, Answer answer) {
        ReadFailure failure = switch (answer.status()) {
            case UNAUTHORIZED, FORBIDDEN -> ReadFailure.UNAUTHORIZED;
            case NOT_FOUND -> ReadFailure.NOT_FOUND;
            default -> ReadFailure.STATUS;
        };
        String location = answer.header("Location");
        return new ReadException(reader, answer.url(), failure, answer.status(),
                location.isEmpty()
                        ? said(answer)
                        : "redirected to " + beginning(location.replaceAll("\\?.*", "").replaceAll("//[^/]*@", "//")),
                answer.took());
    }

    /** The first characters on one line. */
    static String beginning(String text) {
        String line = OneLine.of(text.strip()).replaceAll("\\s+", " ");
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }

    /** What the usual field of an error says, or the beginning of the body. */
    private static String said(Answer answer) {
        try {
            JsonObject body = JsonText.parse(answer.text()).asJsonObject();
            for (String field : new String[]{"error", "message", "detail"}) {
                if (!JsonText.text(body, field).isEmpty()) {
                    return beginning(JsonText.text(body, field));
                }
            }
        } catch (RuntimeException e) {
            // Not JSON.
        }
        return beginning(answer.text());
    }

    private static ReadFailure kind(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            ReadFailure failure = switch (each) {
                case UnresolvedAddressException e -> ReadFailure.UNKNOWN_HOST;
                case UnknownHostException e -> ReadFailure.UNKNOWN_HOST;
                case HttpConnectTimeoutException e -> ReadFailure.CONNECT_TIMEOUT;
                case HttpTimeoutException e -> ReadFailure.TIMEOUT;
                case TimeoutException e -> ReadFailure.TIMEOUT;
                case SSLException e -> ReadFailure.TLS;
                case LimitedBody.TooLarge e -> ReadFailure.TOO_LARGE;
                case InterruptedException e -> ReadFailure.INTERRUPTED;
                case NoRouteToHostException e -> ReadFailure.UNREACHABLE;
                case ProtocolException e -> ReadFailure.NOT_HTTP;
                default -> null;
            };
            if (failure != null) {
                return failure;
            }
        }
        return byMessage(innermost(thrown), thrown);
    }

    private static ReadFailure byMessage(Throwable innermost, Throwable thrown) {
        String said = String.valueOf(innermost.getMessage()).toLowerCase(Locale.ROOT);
        if (said.contains("unreachable") || said.contains("no route")) {
            return ReadFailure.UNREACHABLE;
        }
        if (said.contains("reset")) {
            return ReadFailure.CLOSED;
        }
        if (thrown instanceof ConnectException || innermost instanceof ConnectException) {
            return said.contains("timed out") ? ReadFailure.CONNECT_TIMEOUT : ReadFailure.REFUSED;
        }
        // The JDK's client has no types for these.
        if (said.contains("status line") || said.contains("protocol") || said.contains("header")
                && !said.contains("received no bytes")) {
            return ReadFailure.NOT_HTTP;
        }
        return innermost instanceof IOException ? ReadFailure.CLOSED : ReadFailure.INVALID_ANSWER;
    }

    private static Throwable innermost(Throwable thrown) {
        Throwable each = thrown;
        while (each.getCause() != null) {
            each = each.getCause();
        }
        return each;
    }
}
