package com.dataenginex.external;

import com.dataenginex.http.ProblemType;
import java.time.Duration;

/** No source gave a rate. */
final class RatesUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient Duration retryAfter;
    private final String reasons;

    private RatesUnavailable(ProblemType type, String message, Duration retryAfter, String reasons) {
        super(message, null, false, false);
        this.reasons = reasons;
        this.type = type;
        this.retryAfter = retryAfter;
    }

    /** The time was over before a source had answered. */
    static RatesUnavailable late(Duration retryAfter, String reasons) {
        return new RatesUnavailable(ProblemType.GATEWAY_TIMEOUT, "No source of rates answered in time.", retryAfter,
                reasons);
    }

    /** Sources answered, but nothing usable. */
    static RatesUnavailable bad(Duration retryAfter, String reasons) {
        return new RatesUnavailable(ProblemType.BAD_GATEWAY, "No source of rates gave a usable answer.", retryAfter,
                reasons);
    }

    /** No source may be asked now: each has failed too often, or has asked to be left alone. */
    static RatesUnavailable paused(Duration retryAfter, String reasons) {
        return new RatesUnavailable(ProblemType.SERVICE_UNAVAILABLE, "No source of rates can be asked now.",
                retryAfter, reasons);
    }

    /** What each source did, for the log: {@code coinbase: connection_failed, Connection reset; kraken: circuit_open}. */
    String reasons() {
        return reasons;
    }

    ProblemType type() {
        return type;
    }

    /** When it may be worth asking again. */
    Duration retryAfter() {
        return retryAfter;
    }
}
