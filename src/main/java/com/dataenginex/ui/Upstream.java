package com.dataenginex.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A service that this one calls.
 *
 * @param name of it
 * @param works whether its last call came to something
 * @param since when that became so; null where it has been so from the start
 * @param breaker state of its circuit breaker, such as {@code closed}
 * @param calls the last ones, the newest first
 */
public record Upstream(String name, boolean works, Instant since, String breaker, List<Call> calls) {

    /**
     * One call.
     *
     * @param at when it ended
     * @param outcome such as {@code success}
     * @param took how long
     * @param why it failed, or null
     */
    public record Call(Instant at, String outcome, Duration took, String why) {
    }

    public Upstream {
        calls = List.copyOf(calls);
    }
}
