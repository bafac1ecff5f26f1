package com.dataenginex.exercise;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.ReadException;
import java.util.ArrayList;
import java.util.List;

/** The alert of one drill, in Prometheus and in each Alertmanager. What is missing is one sentence; null if nothing is. */
final class DrilledAlert {
    private static final String ACTIVE = "active";
    private static final String FIRING = "firing";

    private final DrillPlan plan;
    private final Surroundings around;
    private final Inhibition inhibition;
    private List<List<String>> receivers = List.of();

    DrilledAlert(DrillPlan plan, Surroundings around) {
        this.plan = plan;
        this.around = around;
        this.inhibition = new Inhibition(around.alertmanagers());
    }

    private String name() {
        return plan.promise().alert();
    }

    private boolean isIt(ActiveAlert alert) {
        return alert.name().equals(name()) && around.isOurs(alert)
                && alert.label("severity").equals(plan.rule().severity())
                && (plan.dependency().isEmpty() || alert.label("name").equals(plan.dependency()));
    }

    /** Pending or firing. */
    String pending() {
        return around.alerts().stream().anyMatch(this::isIt) ? null : name() + " is not pending in Prometheus";
    }

    String firing() {
        return around.alerts().stream().anyMatch(alert -> isIt(alert) && alert.state().equals(FIRING))
                ? null
                : name() + " is not firing in Prometheus";
    }

    /** @throws HopException if it is silenced */
    String inEachAlertmanager() {
        List<List<String>> found = new ArrayList<>();
        for (AlertmanagerClient each : around.alertmanagers()) {
            ActiveAlert alert = in(each);
            if (alert == null) {
                return each.url() + " does not have " + name();
            }
            if (!alert.silencedBy().isEmpty()) {
                throw new HopException(HopNames.ALERTMANAGER, "a silence in " + each.url() + " hides it");
            }
            List<ActiveAlert> notify = alert.state().equals(ACTIVE) ? List.of(alert) : heldBackBy(each, alert);
            if (notify.isEmpty()) {
                return name() + " is " + alert.state() + " in " + each.url();
            }
            found.add(notify.stream().flatMap(one -> one.receivers().stream()).distinct().toList());
        }
        receivers = found;
        return null;
    }

    /** Whom each Alertmanager notifies of it, as {@link #inEachAlertmanager} found it. */
    List<List<String>> receivers() {
        return receivers;
    }

    private ActiveAlert in(AlertmanagerClient alertmanager) {
        return alertmanager.alerts().stream().filter(this::isIt).findFirst().orElse(null);
    }

    /** One incident makes one page: another alert of the same fault may hold this one back. */
    private List<ActiveAlert> heldBackBy(AlertmanagerClient alertmanager, ActiveAlert found) {
        return found.inhibitedBy().isEmpty()
                ? List.of()
                : alertmanager.alerts().stream().filter(
                        alert -> plan.promise().along().contains(alert.name()) && alert.state().equals(ACTIVE))
                        .toList();
    }

    /** Whether it holds its lower severity back. */
    String holdsBack() {
        ActiveAlert page = in(around.alertmanagers().getFirst());
        String missing = page == null ? name() + " is not in Alertmanager any more" : inhibition.look(page);
        if (missing == null) {
            try {
                inhibition.withdraw();
            } catch (ReadException e) {
                // What was to be seen was seen; the end of the drill asks once more.
            }
        }
        return missing;
    }

    String resolved() {
        if (around.alerts().stream().anyMatch(this::isIt)) {
            return name() + " is still active in Prometheus";
        }
        return around.alertmanagers().stream().filter(each -> in(each) != null)
                .map(each -> name() + " is still in " + each.url()).findFirst().orElse(null);
    }

    /** Takes back what was given to Alertmanager. */
    void withdraw() {
        inhibition.withdraw();
    }
}
