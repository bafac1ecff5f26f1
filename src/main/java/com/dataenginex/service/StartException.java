package com.dataenginex.service;

/** A part could not be started, and those before it are stopped again. The message is for the operator. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
