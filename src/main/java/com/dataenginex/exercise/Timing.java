package com.dataenginex.exercise;

import java.time.Duration;

/**
 * How long each hop takes at the longest, by the rules and the configuration.
 *
 * @param share until the share of the drill's requests is beyond the limit
 * @param scrape between two scrapes
 * @param recording between two recordings of what the rule reads
 * @param evaluation between two evaluations of the rule
 * @param holds how long the rule must be true
 * @param keepsFiring how long the alert fires on once it is false
 * @param window that what the rule reads looks back on
 * @param group how long Alertmanager waits before it notifies
 */
record Timing(Duration share, Duration scrape, Duration recording, Duration evaluation, Duration holds,
        Duration keepsFiring, Duration window, Duration group) {

    Duration breach() {
        return share.plus(scrape).plus(recording);
    }

    Duration firing() {
        return holds.plus(evaluation);
    }

    Duration resolved() {
        return window.plus(scrape).plus(recording).plus(evaluation).plus(keepsFiring);
    }

    /** From the first request to the notification. */
    Duration untilNotified() {
        return breach().plus(evaluation).plus(firing()).plus(evaluation).plus(group);
    }
}
