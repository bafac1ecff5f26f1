package com.dataenginex.exercise;

import com.dataenginex.drill.DrillFault;
import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.ScrapeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Ends an exercise at once when something else goes wrong: a target is not ready, or an alert fires that is not the drill's. */
final class Watch {
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final int MISSED = 3;
    private static final String NONE = "none";

    private final Surroundings around;
    private final Set<String> own = new HashSet<>();
    private final Set<Map<String, String>> before = new HashSet<>();
    private final boolean readyToo;

    Watch(Surroundings around, List<DrillPlan> plans) {
        this.around = around;
        for (DrillPlan plan : plans) {
            own.add(plan.promise().alert());
            own.addAll(plan.promise().along());
        }
        readyToo = plans.stream().noneMatch(plan -> plan.promise().fault() == DrillFault.DEPENDENCY && plan.hard());
    }

    /** What fires now is not the drill's. */
    void begin() {
        around.alerts().forEach(alert -> before.add(alert.labels()));
    }

    /** The alerts that the drills may set off and that are pending or firing. */
    List<ActiveAlert> own() {
        return around.alerts().stream().filter(alert -> own.contains(alert.name())).toList();
    }

    /** @throws HopException if something is wrong */
    void look() {
        List<ScrapeTarget> targets = around.targets();
        if (targets.isEmpty()) {
            throw new HopException(HopNames.SCRAPE, "Prometheus scrapes no target of " + around.promises().app()
                    + " in " + around.environment());
        }
        Instant now = around.prometheus().time();
        for (ScrapeTarget target : targets) {
            if (target.health().equals("down")) {
                throw new HopException(HopNames.SCRAPE, target.label("instance") + " is down: " + target.lastError());
            }
            Duration age = Duration.between(target.lastScrape(), now);
            if (age.compareTo(target.interval().multipliedBy(MISSED).plus(LATE)) > 0) {
                throw new HopException(HopNames.SCRAPE, target.label("instance") + " was scraped last "
                        + (target.lastScrape().equals(Instant.EPOCH) ? "never" : Times.text(age) + " ago"));
            }
        }
        if (readyToo && around.value("min by (app, environment) ("
                + around.series(around.promises().readySeries()) + ")", "") == 0) {
            throw new HopException(HopNames.SCRAPE, "an instance is not ready");
        }
        for (ActiveAlert alert : around.alerts()) {
            if (alert.state().equals("firing") && !own.contains(alert.name()) && !before.contains(alert.labels())
                    && !alert.label("severity").equals(NONE)) {
                throw new HopException(HopNames.OTHERS, alert.name() + " fires, which is not the drill's");
            }
        }
    }
}
