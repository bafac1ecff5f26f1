package com.dataenginex.external;

/** A call to a source that brought no answer. */
final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final boolean retryable;

    private UpstreamException(Outcome outcome, String reason, boolean retryable) {
        super(reason, null, false, false);
        this.outcome = outcome;
        this.retryable = retryable;
    }

    static UpstreamException of(Outcome outcome, String reason) {
        return new UpstreamException(outcome, reason, outcome == Outcome.CONNECTION_FAILED);
    }

    static UpstreamException status(int status) {
        return new UpstreamException(Outcome.ERROR_STATUS, "answered " + status, status >= 500);
    }

    Outcome outcome() {
        return outcome;
    }

    /** Whether the same call may well succeed a moment later. */
    boolean isRetryable() {
        return retryable;
    }
}
