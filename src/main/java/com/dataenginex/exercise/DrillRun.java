package com.dataenginex.exercise;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.ReadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One drill under way: looks at one hop after the other, and ends the fault once the last of them that needs it is passed. */
final class DrillRun implements AutoCloseable {
    /** Added to what the rules promise: for clocks, queries, and the way of one request. */
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final String ACTIVE = "active";

    private final DrillPlan plan;
    private final Surroundings around;
    private final Load load;
    private final Inhibition inhibition;
    private final Notifications notifications;
    private final List<Hop> hops;
    private int at = 1;
    private long sinceNanos;

    DrillRun(DrillPlan plan, Surroundings around, Load load) {
        this.plan = plan;
        this.around = around;
        this.load = load;
        this.inhibition = new Inhibition(around.alertmanagers());
        this.notifications = new Notifications(around.alertmanagers());
        this.hops = new ArrayList<>(plan.hops());
    }

    void start() {
        sinceNanos = System.nanoTime();
        load.start();
    }

    /** As far as it is. */
    List<Hop> hops() {
        return List.copyOf(hops);
    }

    boolean isDone() {
        return at == hops.size();
    }

    boolean isFaultOver() {
        return isDone() || hops.get(at).name().equals(HopNames.RESOLVED);
    }

    /**
     * Looks at the hop that is next.
     *
     * @return whether it is passed
     * @throws HopException if it is broken, or later than promised
     */
    boolean look() {
        Hop hop = hops.get(at);
        String missing;
        try {
            missing = missing(hop.name());
        } catch (ReadException e) {
            missing = e.getMessage();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
        if (missing != null) {
            if (took.compareTo(hop.promised().plus(SLACK)) > 0) {
                throw new HopException(hop.name(), missing);
            }
            return false;
        }
        if (hops.get(at).state() == HopState.PLANNED) {
            hops.set(at, hop.now(HopState.PASSED, took, said(hop)));
        }
        at++;
        sinceNanos = System.nanoTime();
        return true;
    }

    /** Notes where it failed, and why. */
    void failed(HopException why) {
        Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
        int index = Math.min(at, hops.size() - 1);
        Hop hop = hops.get(index);
        if (hop.name().equals(why.hop())) {
            hops.set(index, hop.now(HopState.FAILED, took, why.getMessage()));
        } else {
            hops.add(index, Hop.planned(hop.drill(), why.hop(), Duration.ZERO).now(HopState.FAILED, took,
                    why.getMessage()));
        }
    }

    /** What is missing to the hop; null if it is passed. */
    private String missing(String hop) {
        return switch (hop) {
            case HopNames.FAULT -> load.applied() > 0 ? null : load.trouble();
            case HopNames.BREACH -> breach();
            case HopNames.PENDING -> inPrometheus(alert -> true) ? null : notIn("pending");
            case HopNames.FIRING -> firing();
            case HopNames.ALERTMANAGER -> inEachAlertmanager();
            case HopNames.NOTIFIED -> notified();
            case HopNames.INHIBITED -> inhibited();
            case HopNames.ENDED -> {
                load.close();
                yield null;
            }
            default -> resolved();
        };
    }

    private String said(Hop hop) {
        return switch (hop.name()) {
            case HopNames.BREACH -> Numbers.text(value());
            case HopNames.NOTIFIED -> String.join(", ", notifications.sent());
            case HopNames.ENDED -> load.applied() + " of " + load.sent() + " requests had the fault";
            default -> hop.note();
        };
    }

    private double value() {
        return around.value(plan.rule().measured(), plan.dependency());
    }

    private String breach() {
        double value = value();
        return plan.rule().isBreachedBy(value)
                ? null
                : plan.rule().measured() + " is " + Numbers.text(value) + ", which is not "
                        + plan.rule().comparison() + " " + Numbers.text(plan.rule().limit());
    }

    private String firing() {
        if (!inPrometheus(alert -> alert.state().equals("firing"))) {
            return notIn("firing");
        }
        notifications.begin();
        return null;
    }

    private String notIn(String state) {
        return plan.promise().alert() + " is not " + state + " in Prometheus";
    }

    private boolean inPrometheus(Predicate<ActiveAlert> wanted) {
        return around.alerts().stream().anyMatch(alert -> isMine(alert) && wanted.test(alert));
    }

    private boolean isMine(ActiveAlert alert) {
        return alert.name().equals(plan.promise().alert()) && around.isOurs(alert)
                && alert.label("severity").equals(plan.rule().severity())
                && (plan.dependency().isEmpty() || alert.label("name").equals(plan.dependency()));
    }

    private String inEachAlertmanager() {
        for (AlertmanagerClient each : around.alertmanagers()) {
            ActiveAlert found = each.alerts().stream().filter(this::isMine).findFirst().orElse(null);
            if (found == null) {
                return each.url() + " does not have " + plan.promise().alert();
            }
            if (!found.silencedBy().isEmpty()) {
                throw new HopException(HopNames.ALERTMANAGER, "a silence in " + each.url() + " hides it");
            }
            if (!found.state().equals(ACTIVE) && !isHeldBackAsMeant(each, found)) {
                return plan.promise().alert() + " is " + found.state() + " in " + each.url();
            }
        }
        return null;
    }

    /** One incident makes one page: another alert of the same fault may hold this one back. */
    private boolean isHeldBackAsMeant(AlertmanagerClient alertmanager, ActiveAlert found) {
        return !found.inhibitedBy().isEmpty() && alertmanager.alerts().stream().anyMatch(
                alert -> plan.promise().along().contains(alert.name()) && alert.state().equals(ACTIVE));
    }

    private String notified() {
        List<String> failed = notifications.failed();
        if (!failed.isEmpty()) {
            throw new HopException(HopNames.NOTIFIED, "a notification failed: " + String.join(", ", failed));
        }
        return notifications.sent().isEmpty() ? "no notification was sent" : null;
    }

    private String inhibited() {
        if (!plan.rule().severity().equals(AlertRule.PAGE)) {
            hops.set(at, hops.get(at).now(HopState.NONE, Duration.ZERO, "it is no page, and holds nothing back"));
            return null;
        }
        ActiveAlert page = around.alertmanagers().getFirst().alerts().stream().filter(this::isMine).findFirst()
                .orElse(null);
        String missing = page == null ? notIn("active") : inhibition.look(page);
        if (missing == null) {
            inhibition.withdraw();
        }
        return missing;
    }

    private String resolved() {
        if (inPrometheus(alert -> true)) {
            return plan.promise().alert() + " is still active in Prometheus";
        }
        return around.alertmanagers().stream().filter(each -> each.alerts().stream().anyMatch(this::isMine))
                .map(each -> plan.promise().alert() + " is still in " + each.url()).findFirst().orElse(null);
    }

    /** Ends the fault, and takes back what was given to Alertmanager. */
    @Override
    public void close() {
        try {
            inhibition.withdraw();
        } catch (ReadException e) {
            // It ends by itself within a minute.
        } finally {
            load.close();
        }
    }
}
