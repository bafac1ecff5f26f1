package com.dataenginex.ui;

import java.time.Duration;
import java.time.Instant;

/** Evaluates one rule, once per second, as Prometheus would if this instance were the only one. Used by one thread, read by any. */
final class AlertWatch {
    /** Requests in five minutes below which a percentile or a share says nothing. */
    private static final long FEWEST_REQUESTS = 20;
    private static final long MOST_TOLERATED_ERRORS = 2;
    private static final int SERVER_ERRORS = 5;
    private static final double P95 = 0.95;

    private final AlertRule rule;
    private Instant lastAbove = Instant.MIN;
    private volatile Status status = new Status("inactive", Double.NaN, null);

    /**
     * @param state inactive, pending or firing
     * @param value now; NaN without requests
     * @param since when it went above its threshold; null while it is inactive
     */
    record Status(String state, double value, Instant since) {
    }

    AlertWatch(AlertRule rule) {
        this.rule = rule;
    }

    AlertRule rule() {
        return rule;
    }

    Status status() {
        return status;
    }

    /** @param then the totals of five minutes ago, or of the start */
    void look(RegistryTotals then, RegistryTotals now, Instant at) {
        double value = value(then, now);
        boolean above = value > rule.threshold() && isEnough(then, now);
        Status before = status;
        lastAbove = above ? at : lastAbove;
        if (above) {
            Instant since = before.since() == null ? at : before.since();
            boolean fires = before.state().equals("firing")
                    || Duration.between(since, at).compareTo(rule.holds()) >= 0;
            status = new Status(fires ? "firing" : "pending", value, since);
        } else if (before.state().equals("firing") && Duration.between(lastAbove, at).compareTo(rule.keeps()) < 0) {
            status = new Status("firing", value, before.since());
        } else {
            status = new Status("inactive", value, null);
        }
    }

    private double value(RegistryTotals then, RegistryTotals now) {
        return switch (rule.measure()) {
            case LATENCY_P95 -> now.quantile(then, P95);
            case ERROR_RATIO -> {
                long requests = now.requestsSince(then);
                yield requests == 0 ? Double.NaN : (double) now.since(then, SERVER_ERRORS) / requests;
            }
            case IN_FLIGHT -> now.value("http_requests_in_flight");
        };
    }

    private boolean isEnough(RegistryTotals then, RegistryTotals now) {
        return switch (rule.measure()) {
            case LATENCY_P95 -> now.timedSince(then) >= FEWEST_REQUESTS;
            case ERROR_RATIO -> now.requestsSince(then) >= FEWEST_REQUESTS
                    && now.since(then, SERVER_ERRORS) > MOST_TOLERATED_ERRORS;
            case IN_FLIGHT -> true;
        };
    }
}
