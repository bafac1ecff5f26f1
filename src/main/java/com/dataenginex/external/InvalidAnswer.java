package com.dataenginex.external;

/** The response of a source cannot be parsed. */
final class InvalidAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidAnswer(String message) {
        super(message, null, false, false);
    }
}
