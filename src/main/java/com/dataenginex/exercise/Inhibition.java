package com.dataenginex.exercise;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.ReadException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the lower severity of an alert is held back by it. No rule fires both of them in one environment, so the lower one is
 * given to each Alertmanager from here, for a minute at most; it is taken back before Alertmanager would notify of it.
 */
final class Inhibition {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String LOWER = "warning";

    private final List<AlertmanagerClient> alertmanagers;
    private Map<String, String> labels = Map.of();

    Inhibition(List<AlertmanagerClient> alertmanagers) {
        this.alertmanagers = alertmanagers;
    }

    /**
     * @param page the alert that is to hold the lower one back
     * @return why it is not held back; null if it is, in each Alertmanager
     */
    String look(ActiveAlert page) {
        Map<String, String> lower = new HashMap<>(page.labels());
        lower.put("severity", LOWER);
        // A rule may have fired it itself, which then is not ours to take back.
        if (labels.isEmpty() && alertmanagers.stream().noneMatch(one -> state(one, lower) != null)) {
            labels = lower;
            alertmanagers.forEach(one -> one.post(labels, Map.of("summary",
                    "[DRILL] " + page.name() + " as a warning, which its page must hold back"), LONGEST));
        }
        for (AlertmanagerClient each : alertmanagers) {
            ActiveAlert found = state(each, lower);
            if (found == null || found.inhibitedBy().isEmpty()) {
                return "the warning of " + page.name() + " is not held back by its page in " + each.url();
            }
        }
        return null;
    }

    private static ActiveAlert state(AlertmanagerClient alertmanager, Map<String, String> labels) {
        return alertmanager.alerts().stream().filter(alert -> alert.labels().equals(labels)).findFirst().orElse(null);
    }

    /**
     * Takes the alert back.
     *
     * @throws ReadException if an Alertmanager did not take it; the others have, and the next call asks all of them again
     */
    void withdraw() {
        if (labels.isEmpty()) {
            return;
        }
        ReadException failed = null;
        for (AlertmanagerClient each : alertmanagers) {
            try {
                each.post(labels, Map.of(), Duration.ZERO);
            } catch (ReadException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
        labels = Map.of();
    }
}
