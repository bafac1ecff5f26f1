package com.dataenginex.exercise;

import com.dataenginex.readers.ReadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One drill under way: looks at one hop after the other, and ends the fault once the last of them that needs it is passed. */
final class DrillRun implements AutoCloseable {
    /** Added to what the rules promise: for clocks, queries, and the way of one request. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final DrillPlan plan;
    private final Surroundings around;
    private final Load load;
    private final DrilledAlert alert;
    private final Notifications notifications;
    private final List<Hop> hops;
    private int at = 1;
    private long sinceNanos;

    DrillRun(DrillPlan plan, Surroundings around, Load load) {
        this.plan = plan;
        this.around = around;
        this.load = load;
        this.alert = new DrilledAlert(plan, around);
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
            case HopNames.PENDING -> alert.pending();
            case HopNames.FIRING -> firing();
            case HopNames.ALERTMANAGER -> alert.inEachAlertmanager();
            case HopNames.NOTIFIED -> notified();
            case HopNames.INHIBITED -> inhibited();
            case HopNames.ENDED -> {
                load.close();
                yield null;
            }
            default -> alert.resolved();
        };
    }

    private String said(Hop hop) {
        return switch (hop.name()) {
            case HopNames.BREACH -> Numbers.text(value());
            case HopNames.NOTIFIED -> notifications.sent();
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
        String missing = alert.firing();
        if (missing == null) {
            notifications.begin();
        }
        return missing;
    }

    private String notified() {
        return notifications.look(alert.receivers());
    }

    private String inhibited() {
        if (!plan.rule().severity().equals(DrilledRule.PAGE)) {
            hops.set(at, hops.get(at).now(HopState.NONE, Duration.ZERO, "it is no page, and holds nothing back"));
            return null;
        }
        return alert.holdsBack();
    }

    /** Ends the fault, and takes back what was given to Alertmanager. */
    @Override
    public void close() {
        try {
            alert.withdraw();
        } catch (ReadException e) {
            // It ends by itself within a minute.
        } finally {
            load.close();
        }
    }
}
