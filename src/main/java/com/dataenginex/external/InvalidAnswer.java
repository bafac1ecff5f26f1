package com.dataenginex.external;

/** A source's answer does not read as it should. */
final class InvalidAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidAnswer(String message) {
        super(message, null, false, false);
    }
}
