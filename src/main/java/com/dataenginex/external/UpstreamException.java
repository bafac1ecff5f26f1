package com.dataenginex.external;

import java.time.Duration;
import java.util.Optional;

/** A call to a source that brought no answer. */
final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final boolean retryable;

    private final transient Optional<Duration> pause;

    private UpstreamException(Outcome outcome, String reason, boolean retryable, Optional<Duration> pause) {
        super(reason, null, false, false);
        this.outcome = outcome;
        this.retryable = retryable;
        this.pause = pause;
    }

    static UpstreamException of(Outcome outcome, String reason) {
        return new UpstreamException(outcome, reason, outcome == Outcome.CONNECTION_FAILED, Optional.empty());
    }

    static UpstreamException status(int status) {
        return new UpstreamException(Outcome.ERROR_STATUS, "answered " + status, status >= 500, Optional.empty());
    }

    /** @param pause how long the source asks to be left alone, if it says so */
    static UpstreamException rateLimited(String reason, Optional<Duration> pause) {
        return new UpstreamException(Outcome.RATE_LIMITED, reason, false, pause);
    }

    Outcome outcome() {
        return outcome;
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
