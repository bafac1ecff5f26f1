package com.dataenginex.http;

import io.helidon.http.Status;
import java.util.List;

/**
 * The one table of errors: what each is called and how it is answered (RFC 9457). A status that is not in the table is answered
 * as it is, as {@code about:blank} (RFC 9457, 4.2.1).
 *
 * @param name the last part of its URI, or empty for {@code about:blank}
 * @param detail what is said where nothing more exact is known
 */
public record ProblemType(String name, Status status, String title, String detail) {

    public static final ProblemType BAD_REQUEST = of("bad-request", 400, "Bad request",
            "The request could not be understood.");
    public static final ProblemType INVALID_PARAMETER = of("invalid-parameter", 400, "Invalid parameter",
            "A parameter has a value that is not allowed.");
    public static final ProblemType UNAUTHORIZED = of("unauthorized", 401, "Unauthorized",
            "The request needs credentials; see the WWW-Authenticate header.");
    public static final ProblemType FORBIDDEN = of("forbidden", 403, "Forbidden",
            "The credentials do not allow this request.");
    public static final ProblemType NOT_FOUND = of("not-found", 404, "Not found", "There is nothing at this path.");
    public static final ProblemType METHOD_NOT_ALLOWED = of("method-not-allowed", 405, "Method not allowed",
            "This path does not take that method; see the Allow header.");
    public static final ProblemType NOT_ACCEPTABLE = of("not-acceptable", 406, "Not acceptable",
            "No representation matches the Accept header.");
    public static final ProblemType REQUEST_TIMEOUT = of("request-timeout", 408, "Request timeout",
            "The request did not arrive in time.");
    public static final ProblemType PAYLOAD_TOO_LARGE = of("payload-too-large", 413, "Payload too large",
            "The request body is larger than this service accepts.");
    public static final ProblemType URI_TOO_LONG = of("uri-too-long", 414, "URI too long",
            "The request line is longer than this service accepts.");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE = of("unsupported-media-type", 415, "Unsupported media type",
            "This path does not take that media type.");
    public static final ProblemType HEADERS_TOO_LARGE = of("headers-too-large", 431, "Request header fields too large",
            "The request headers are larger than this service accepts.");
    public static final ProblemType INTERNAL = of("internal", 500, "Internal server error",
            "The request failed; quote the request id when you report it.");
    public static final ProblemType NOT_IMPLEMENTED = of("not-implemented", 501, "Not implemented",
            "The service does not support what the request needs.");
    public static final ProblemType BAD_GATEWAY = of("bad-gateway", 502, "Bad gateway",
            "A service behind this one gave no usable answer.");
    public static final ProblemType SERVICE_UNAVAILABLE = of("service-unavailable", 503, "Service unavailable",
            "The service cannot take the request now.");
    public static final ProblemType GATEWAY_TIMEOUT = of("gateway-timeout", 504, "Gateway timeout",
            "A service behind this one did not answer in time.");
    public static final ProblemType HTTP_VERSION_NOT_SUPPORTED = of("http-version-not-supported", 505,
            "HTTP version not supported", "Use HTTP/1.1.");

    private static final int FIRST_ERROR = 400;
    private static final int LAST_ERROR = 599;
    /** Of two with one status, the more general one first. */
    private static final List<ProblemType> ALL = List.of(BAD_REQUEST, INVALID_PARAMETER, UNAUTHORIZED, FORBIDDEN,
            NOT_FOUND,
            METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, REQUEST_TIMEOUT, PAYLOAD_TOO_LARGE, URI_TOO_LONG,
            UNSUPPORTED_MEDIA_TYPE, HEADERS_TOO_LARGE, INTERNAL, NOT_IMPLEMENTED, BAD_GATEWAY, SERVICE_UNAVAILABLE,
            GATEWAY_TIMEOUT, HTTP_VERSION_NOT_SUPPORTED);

    private static ProblemType of(String name, int code, String title, String detail) {
        return new ProblemType(name, Status.create(code), title, detail);
    }

    /** The rows of the table. */
    public static List<ProblemType> all() {
        return ALL;
    }

    /** The type for a status: its row in the table, or one of its own; what is no error's status is the plain 500. */
    public static ProblemType of(int code) {
        for (ProblemType type : ALL) {
            if (type.status.code() == code) {
                return type;
            }
        }
        if (code < FIRST_ERROR || code > LAST_ERROR) {
            return INTERNAL;
        }
        String phrase = reason(code);
        return new ProblemType("", Status.create(code), phrase, phrase + ".");
    }

    private static String reason(int code) {
        String known = Status.create(code).reasonPhrase();
        return known.isEmpty() ? "Status " + code : known;
    }

    /** @param prefix of the URIs of this service's types, such as {@code urn:example:problem:} */
    String uri(String prefix) {
        return name.isEmpty() ? "about:blank" : prefix + name;
    }
}
