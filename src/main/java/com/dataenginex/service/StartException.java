package com.dataenginex.service;

/** A part could not be started, and those before it are stopped again. The message is for the operator. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence: what is wrong, and what to do */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
