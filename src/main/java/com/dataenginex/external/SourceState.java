package com.dataenginex.external;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A source as a person is shown it.
 *
 * @param name of the source
 * @param works whether no trouble is under way
 * @param since when that became so; null where it has been so from the start
 * @param breaker closed, open or half_open
 * @param calls the last ones, the newest first
 */
public record SourceState(String name, boolean works, Instant since, String breaker, List<Call> calls) {

    /**
     * One call.
     *
     * @param at when it ended
     * @param outcome as in the metrics
     * @param took how long
     * @param why it failed, or null
     */
    public record Call(Instant at, String outcome, Duration took, String why) {
    }
}
