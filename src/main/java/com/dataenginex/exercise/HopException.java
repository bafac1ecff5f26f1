package com.dataenginex.exercise;

/** A hop that is broken, so that there is nothing to wait for. */
final class HopException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String hop;

    HopException(String hop, String reason) {
        super(reason, null, false, false);
        this.hop = hop;
    }

    String hop() {
        return hop;
    }
}
