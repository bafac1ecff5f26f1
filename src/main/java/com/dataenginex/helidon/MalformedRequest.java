package com.dataenginex.helidon;

import io.helidon.http.Status;

/** What is wrong with a request, in words that repeat nothing of it; costs no stack trace. */
final class MalformedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    MalformedRequest(String message) {
        this(Status.BAD_REQUEST_400, message);
    }

    MalformedRequest(Status status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    Status status() {
        return status;
    }
}
