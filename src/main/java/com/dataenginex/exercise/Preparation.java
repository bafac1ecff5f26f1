package com.dataenginex.exercise;

import com.dataenginex.readers.ReadException;
import java.time.Duration;
import java.util.List;

/** Plans the drills, and says what speaks against them; sends nothing. */
final class Preparation {
    private final ExerciseOptions options;
    private final Surroundings around;
    private List<DrillPlan> plans = List.of();

    Preparation(ExerciseOptions options, Surroundings around) {
        this.options = options;
        this.around = around;
    }

    /** Those of the last report. */
    List<DrillPlan> plans() {
        return plans;
    }

    DrillReport report() {
        try {
            plans = new Planner(options, around).plans();
            Watch watch = new Watch(around, plans);
            watch.begin();
            watch.look();
        } catch (RefusedException | ReadException e) {
            return report(DrillVerdict.REFUSED, e.getMessage(), List.of(), Duration.ZERO);
        } catch (HopException e) {
            return report(DrillVerdict.RED, e.hop() + ": " + e.getMessage(), List.of(Hop.planned(drills(), e.hop(),
                    Duration.ZERO).now(HopState.FAILED, Duration.ZERO, e.getMessage())), Duration.ZERO);
        }
        List<Hop> hops = plans.stream().flatMap(plan -> plan.hops().stream()).toList();
        Duration all = expected();
        return all.compareTo(options.max()) > 0
                ? report(DrillVerdict.REFUSED, "the plan takes " + Times.text(all) + ", and --max is "
                        + Times.text(options.max()), hops, all)
                : report(DrillVerdict.PLANNED, "it takes about " + Times.text(all), hops, all);
    }

    private String drills() {
        return String.join(", ", options.faults().stream().map(Object::toString).toList());
    }

    /** The faults one after the other, and then until the last alert is resolved. */
    private Duration expected() {
        Duration faults = Duration.ZERO;
        Duration end = Duration.ZERO;
        for (DrillPlan plan : plans) {
            faults = faults.plus(plan.timing().untilNotified());
            end = Times.longer(end, faults.plus(plan.timing().resolved()));
        }
        return end;
    }

    private DrillReport report(DrillVerdict verdict, String reason, List<Hop> hops, Duration took) {
        return new DrillReport(verdict, reason, options.environment(), hops, took, List.of());
    }
}
