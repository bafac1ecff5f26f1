package com.dataenginex.exercise;

import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The notifications of the receivers of one alert that the Alertmanagers sent since a moment, and those that failed. */
final class Notifications {
    private static final String SENT = "alertmanager_notification_requests_total";
    /** Unlike alertmanager_notifications_failed_total it rises with the first attempt. */
    private static final String FAILED = "alertmanager_notification_requests_failed_total";
    private static final String INTEGRATION = "integration";
    /** Alertmanager has it with --enable-feature=receiver-name-in-metrics only. */
    private static final String RECEIVER = "receiver_name";

    private final List<AlertmanagerClient> alertmanagers;
    private final Set<String> sent = new TreeSet<>();
    private List<Samples> before = List.of();

    Notifications(List<AlertmanagerClient> alertmanagers) {
        this.alertmanagers = alertmanagers;
    }

    /** Counts from now on. */
    void begin() {
        before = alertmanagers.stream().map(AlertmanagerClient::metrics).toList();
        sent.clear();
    }

    /**
     * @param receivers of the alert, in each Alertmanager
     * @return why nobody is notified yet; null if somebody is
     * @throws HopException if a notification failed, or none can ever be sent
     */
    String look(List<List<String>> receivers) {
        Set<String> failed = new TreeSet<>();
        sent.clear();
        for (int i = 0; i < alertmanagers.size(); i++) {
            Map<String, List<String>> all = alertmanagers.get(i).integrations();
            Samples now = alertmanagers.get(i).metrics();
            Set<String> wanted = new TreeSet<>(receivers.get(i));
            Set<String> integrations = new TreeSet<>();
            wanted.forEach(receiver -> integrations.addAll(all.getOrDefault(receiver, List.of())));
            if (integrations.isEmpty()) {
                throw new HopException(HopNames.NOTIFIED, "the receiver " + String.join(", ", wanted)
                        + " notifies nobody");
            }
            for (String integration : integrations) {
                failed.addAll(risen(FAILED, before.get(i), now, integration, wanted, all));
                sent.addAll(risen(SENT, before.get(i), now, integration, wanted, all));
            }
        }
        if (!failed.isEmpty()) {
            throw new HopException(HopNames.NOTIFIED, "a notification failed: " + String.join(", ", failed));
        }
        return sent.isEmpty() ? "no notification was sent" : null;
    }

    /** The integrations that the last look saw a notification of, each with the receiver or with those that share its counter. */
    String sent() {
        return String.join(", ", sent);
    }

    private static List<String> risen(String metric, Samples before, Samples now, String integration,
            Set<String> wanted, Map<String, List<String>> all) {
        List<String> risen = new ArrayList<>();
        for (MetricSample sample : now.all(metric)) {
            String receiver = sample.label(RECEIVER);
            if (sample.matches(INTEGRATION, integration) && (receiver.isEmpty() || wanted.contains(receiver))
                    && sample.value() > (receiver.isEmpty()
                            ? before.sum(metric, INTEGRATION, integration)
                            : before.sum(metric, INTEGRATION, integration, RECEIVER, receiver))) {
                risen.add(integration + (receiver.isEmpty() ? shared(integration, wanted, all) : " of " + receiver));
            }
        }
        return risen;
    }

    /** Without the receiver's name, one counter is for all receivers of an integration. */
    private static String shared(String integration, Set<String> wanted, Map<String, List<String>> all) {
        Set<String> others = new TreeSet<>(all.keySet());
        others.removeAll(wanted);
        others.removeIf(other -> !all.get(other).contains(integration));
        return others.isEmpty()
                ? ""
                : " of " + String.join(", ", wanted) + " or of " + String.join(", ", others)
                        + ", which Alertmanager counts as one";
    }
}
