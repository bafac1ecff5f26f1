package com.dataenginex.helidon;

/** A response that cannot be read: its framing is broken, or it is larger than allowed. */
public final class InvalidResponseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidResponseException(String message) {
        super(message, null, false, false);
    }
}
