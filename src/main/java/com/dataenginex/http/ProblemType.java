package com.dataenginex.http;

import io.helidon.http.Status;
import java.util.Locale;

/** The one table of errors: what each is called and how it is answered (RFC 9457). */
public enum ProblemType {
    BAD_REQUEST(400, "Bad request", "The request could not be understood."),
    INVALID_PARAMETER(400, "Invalid parameter", "A parameter has a value that is not allowed."),
    NOT_FOUND(404, "Not found", "There is nothing at this path."),
    METHOD_NOT_ALLOWED(405, "Method not allowed", "This path does not take that method; see the Allow header."),
    NOT_ACCEPTABLE(406, "Not acceptable", "No representation matches the Accept header."),
    REQUEST_TIMEOUT(408, "Request timeout", "The request did not arrive in time."),
    PAYLOAD_TOO_LARGE(413, "Payload too large", "The request body is larger than this service accepts."),
    URI_TOO_LONG(414, "URI too long", "The request line is longer than this service accepts."),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type", "This path does not take that media type."),
    HEADERS_TOO_LARGE(431, "Request header fields too large",
            "The request headers are larger than this service accepts."),
    INTERNAL(500, "Internal server error", "The request failed; quote the request id when you report it."),
    NOT_IMPLEMENTED(501, "Not implemented", "The service does not support what the request needs."),
    BAD_GATEWAY(502, "Bad gateway", "A service behind this one gave no usable answer."),
    SERVICE_UNAVAILABLE(503, "Service unavailable", "The service cannot take the request now."),
    GATEWAY_TIMEOUT(504, "Gateway timeout", "A service behind this one did not answer in time."),
    HTTP_VERSION_NOT_SUPPORTED(505, "HTTP version not supported", "Use HTTP/1.1.");

    private final Status status;
    private final String title;
    private final String detail;
    private final String uri;

    ProblemType(int code, String title, String detail) {
        this.status = Status.create(code);
        this.title = title;
        this.detail = detail;
        this.uri = "urn:dataenginex:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type for a status; one that is not in the table is answered as the plain 400 or 500. */
    public static ProblemType of(int status) {
        for (ProblemType type : values()) {
            if (type.status.code() == status) {
                return type;
            }
        }
        return status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL;
    }

    public Status status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What is said where nothing more exact is known. */
    public String detail() {
        return detail;
    }

    public String uri() {
        return uri;
    }
}
