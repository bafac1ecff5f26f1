package com.dataenginex.exercise;

import java.time.Duration;

/**
 * One step on the way from the fault to the notification and back.
 *
 * @param drill the fault
 * @param promised how long it takes by the rules
 * @param took since the hop before
 * @param note what was seen, or why it failed
 */
record Hop(String drill, String name, Duration promised, Duration took, HopState state, String note) {

    static Hop planned(String drill, String name, Duration promised) {
        return new Hop(drill, name, promised, Duration.ZERO, HopState.PLANNED, "");
    }

    Hop now(HopState newState, Duration since, String said) {
        return new Hop(drill, name, promised, since, newState, said);
    }
}
