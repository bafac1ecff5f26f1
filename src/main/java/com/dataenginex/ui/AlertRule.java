package com.dataenginex.ui;

import java.time.Duration;

/**
 * An alert as it stands in the rules for Prometheus, of one environment, evaluated on this instance alone.
 *
 * @param name of the alert
 * @param measure what is compared
 * @param threshold above which it is pending; seconds, a share from 0 to 1, or a count
 * @param holds how long it must be above before it fires
 * @param keeps how long it goes on firing once it is below
 * @param severity of the alert
 */
public record AlertRule(String name, Measure measure, double threshold, Duration holds, Duration keeps,
        String severity) {

    /** What an alert compares. */
    public enum Measure {
        /** The 95th percentile of durations over five minutes, in seconds; streams left out. */
        LATENCY_P95,
        /** The share of requests answered with 5xx over five minutes, from 0 to 1. */
        ERROR_RATIO,
        /** Requests in flight now. */
        IN_FLIGHT
    }
}
