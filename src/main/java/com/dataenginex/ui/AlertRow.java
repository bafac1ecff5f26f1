package com.dataenginex.ui;

import java.time.Duration;
import java.time.Instant;

/**
 * One alert, as a viewer is shown it.
 *
 * @param rule as it is shipped
 * @param state inactive, pending or firing
 * @param value now; NaN where there is none
 * @param threshold above which it is pending, of whoever evaluates it
 * @param holds how long it must be above before it fires
 * @param since when it went above its threshold; null while it is inactive
 * @param heldBack how Alertmanager holds it back, {@code silenced} or {@code inhibited}; null where it does not, or was not asked
 */
record AlertRow(AlertRule rule, String state, double value, double threshold, Duration holds, Instant since,
        String heldBack) {

    static AlertRow of(AlertWatch watch) {
        AlertWatch.Status status = watch.status();
        return new AlertRow(watch.rule(), status.state(), status.value(), watch.rule().threshold(),
                watch.rule().holds(), status.since(), null);
    }
}
