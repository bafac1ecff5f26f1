package com.dataenginex.exercise;

/** What the hops are called, in their order. */
final class HopNames {
    /** Prometheus has the rule, with the limit that is promised. */
    static final String RULE = "rule";
    /** The targets are scraped. */
    static final String SCRAPE = "scrape";
    /** The service applies the fault. */
    static final String FAULT = "fault";
    /** What the rule reads is beyond the limit. */
    static final String BREACH = "breach";
    static final String PENDING = "pending";
    static final String FIRING = "firing";
    /** Each Alertmanager has the alert. */
    static final String ALERTMANAGER = "alertmanager";
    /** A notification was sent, and none failed. */
    static final String NOTIFIED = "notified";
    /** The lower severity of the same alert is held back. */
    static final String INHIBITED = "inhibited";
    /** The fault is over. */
    static final String ENDED = "ended";
    static final String RESOLVED = "resolved";
    /** Nothing else goes wrong meanwhile. */
    static final String OTHERS = "other alerts";

    private HopNames() {
    }
}
