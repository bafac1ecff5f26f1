package com.dataenginex.exercise;

import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.MetricSample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The notifications that the Alertmanagers sent since a moment, and those that failed, by integration. */
final class Notifications {
    private static final String SENT = "alertmanager_notification_requests_total";
    /** Unlike alertmanager_notifications_failed_total it rises with the first attempt. */
    private static final String FAILED = "alertmanager_notification_requests_failed_total";

    private final List<AlertmanagerClient> alertmanagers;
    private Map<String, Double> sentBefore = Map.of();
    private Map<String, Double> failedBefore = Map.of();

    Notifications(List<AlertmanagerClient> alertmanagers) {
        this.alertmanagers = alertmanagers;
    }

    /** Counts from now on. */
    void begin() {
        sentBefore = counts(SENT);
        failedBefore = counts(FAILED);
    }

    /** The integrations that a notification failed to. */
    List<String> failed() {
        return risen(failedBefore, counts(FAILED));
    }

    /** The integrations that were sent a notification. */
    List<String> sent() {
        return risen(sentBefore, counts(SENT));
    }

    private static List<String> risen(Map<String, Double> before, Map<String, Double> now) {
        return now.entrySet().stream().filter(one -> one.getValue() > before.getOrDefault(one.getKey(), 0.0))
                .map(Map.Entry::getKey).toList();
    }

    private Map<String, Double> counts(String metric) {
        return alertmanagers.stream().flatMap(each -> each.metrics().all(metric).stream())
                .collect(Collectors.groupingBy(sample -> sample.label("integration"), TreeMap::new,
                        Collectors.summingDouble(MetricSample::value)));
    }
}
