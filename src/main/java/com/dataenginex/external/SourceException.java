package com.dataenginex.external;

import java.time.Duration;
import java.util.Optional;

/** A call to a source failed. */
final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CallOutcome outcome;
    private final boolean retryable;
    /** What the source answered; 0 if nothing. */
    private final int status;

    private final transient Optional<Duration> pause;

    private SourceException(CallOutcome outcome, String reason, boolean retryable, int status,
            Optional<Duration> pause) {
        super(reason, null, false, false);
        this.outcome = outcome;
        this.retryable = retryable;
        this.status = status;
        this.pause = pause;
    }

    static SourceException of(CallOutcome outcome, String reason) {
        return new SourceException(outcome, reason, outcome == CallOutcome.CONNECTION_FAILED, 0,
                Optional.empty());
    }

    static SourceException status(int status) {
        return new SourceException(CallOutcome.ERROR_STATUS, "answered " + status, status >= 500, status,
                Optional.empty());
    }

    /** @param pause how long the source asks to be left alone, if it says so */
    static SourceException rateLimited(String reason, int status, Optional<Duration> pause) {
        return new SourceException(CallOutcome.RATE_LIMITED, reason, false, status, pause);
    }

    CallOutcome outcome() {
        return outcome;
    }

    /** The status that the source answered with; 0 if it did not come to that. */
    int status() {
        return status;
    }

    /** How long the source asks to be left alone, if it says so. */
    Optional<Duration> pause() {
        return pause;
    }

    /** Whether the same call may well succeed a moment later. */
    boolean isRetryable() {
        return retryable;
    }
}
