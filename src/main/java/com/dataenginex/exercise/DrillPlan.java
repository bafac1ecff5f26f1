package com.dataenginex.exercise;

import java.time.Duration;
import java.util.List;

/**
 * How one drill will be held.
 *
 * @param rule that is to fire
 * @param traffic requests in a second before the drill
 * @param dependency its name, or empty for the other faults
 * @param hard whether the dependency is a hard one
 */
record DrillPlan(Promise promise, DrilledRule rule, Timing timing, Share share, double traffic, String dependency,
        boolean hard) {

    String name() {
        return promise.fault().toString();
    }

    /** The hops in their order, each with the time that it takes by the rules. */
    List<Hop> hops() {
        String drill = name();
        return List.of(Hop.planned(drill, HopNames.RULE, Duration.ZERO).now(HopState.PASSED, Duration.ZERO,
                rule.text()),
                Hop.planned(drill, HopNames.FAULT, Duration.ZERO).now(HopState.PLANNED, Duration.ZERO, load()),
                Hop.planned(drill, HopNames.BREACH, timing.breach()),
                Hop.planned(drill, HopNames.PENDING, timing.evaluation()),
                Hop.planned(drill, HopNames.FIRING, timing.firing()),
                Hop.planned(drill, HopNames.ALERTMANAGER, timing.evaluation()),
                Hop.planned(drill, HopNames.NOTIFIED, timing.group()),
                Hop.planned(drill, HopNames.INHIBITED, Duration.ZERO),
                Hop.planned(drill, HopNames.ENDED, Duration.ZERO),
                Hop.planned(drill, HopNames.RESOLVED, timing.resolved()));
    }

    private String load() {
        return switch (promise.fault()) {
            case DEPENDENCY -> dependency + " counts as failed";
            case SATURATION -> share.atOnce() + " requests at once, each held for " + Times.text(share.time());
            case LATENCY -> paced() + ", each delayed by " + Times.text(share.time());
            case ERRORS -> paced() + ", each failing";
        };
    }

    private String paced() {
        return Numbers.text(share.rate()) + " requests/s beside " + Numbers.text(traffic);
    }
}
