package com.dataenginex.doctor;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.Samples;
import java.util.ArrayList;
import java.util.List;

/** The watchdog gets from Prometheus to Alertmanager, and Alertmanager's notifications reach their receivers. */
final class AlertingChecks implements Checks {
    /** Rises with the first attempt that fails; {@code alertmanager_notifications_failed_total} only once it gives up. */
    private static final String FAILED = "alertmanager_notification_requests_failed_total";
    private static final String SENT = "alertmanager_notification_requests_total";

    private Samples earlier;

    @Override
    public String category() {
        return "alerting";
    }

    /** What Alertmanager counted before; called early in the run. */
    void begin(Examination run) {
        try {
            earlier = run.at(Place.ALERTMANAGER, AlertmanagerClient::new).map(AlertmanagerClient::metrics).orElse(null);
        } catch (ReadException e) {
            // Said when it is its turn.
        }
    }

    @Override
    public void run(Examination run, Findings out) {
        PrometheusClient prometheus = run.at(Place.PROMETHEUS, PrometheusClient::new).orElse(null);
        if (prometheus != null) {
            out.check("Prometheus has an Alertmanager", Hint.ALERTS, () -> {
                List<String> known = run.await(Examination.SOON, prometheus::alertmanagers, all -> !all.isEmpty());
                if (known.isEmpty()) {
                    throw CheckFailed.failure("Prometheus has no Alertmanager: its configuration lacks alerting");
                }
                return String.join(", ", known);
            });
        }
        AlertmanagerClient alertmanager = run.at(Place.ALERTMANAGER, AlertmanagerClient::new).orElse(null);
        if (alertmanager == null) {
            out.notGiven(Place.ALERTMANAGER);
            return;
        }
        if (!out.check("Alertmanager answers", Hint.ALERTS, () -> {
            run.reach(alertmanager::ready);
            return alertmanager.url() + Examination.version(alertmanager.version());
        })) {
            return;
        }
        out.check("the watchdog of Prometheus is active in it", Hint.WATCHDOG,
                () -> watchdog(run, alertmanager, prometheus));
        out.check("it has the receivers", Hint.ALERTS, () -> receivers(run, alertmanager));
        out.check("its notifications arrive", Hint.ALERTS, () -> notifications(run, alertmanager));
    }

    private static String watchdog(Examination run, AlertmanagerClient alertmanager, PrometheusClient prometheus) {
        String name = run.subject().watchdog();
        List<ActiveAlert> alerts = run.await(alertmanager::alerts,
                all -> all.stream().anyMatch(alert -> alert.name().equals(name)));
        ActiveAlert found = alerts.stream().filter(alert -> alert.name().equals(name)).findFirst().orElse(null);
        if (found == null) {
            String prometheusSays = prometheus == null
                    ? ""
                    : prometheus.alerts().stream().anyMatch(alert -> alert.name().equals(name))
                            ? "; it fires in Prometheus, whose Alertmanagers are " + prometheus.alertmanagers()
                                    + ", so these do not get it"
                            : "; it does not fire in Prometheus either";
            throw CheckFailed.failure(name + " is not among its " + alerts.size() + " alerts, awaited " + run.waited()
                    + prometheusSays);
        }
        if (!found.state().equals("active")) {
            throw CheckFailed.warning(name + " is " + found.state() + ", silenced by " + found.silencedBy()
                    + ", inhibited by " + found.inhibitedBy());
        }
        return name + " is active since " + found.began();
    }

    private static String receivers(Examination run, AlertmanagerClient alertmanager) {
        List<String> known = alertmanager.receivers();
        List<String> missing = new ArrayList<>(run.subject().receivers());
        missing.removeAll(known);
        if (!missing.isEmpty()) {
            throw CheckFailed.failure(String.join(", ", missing) + " is missing; it has " + String.join(", ", known));
        }
        return String.join(", ", known);
    }

    private String notifications(Examination run, AlertmanagerClient alertmanager) {
        Samples now = run.await(alertmanager::metrics, all -> all.sum(SENT) > 0);
        List<String> failures = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        now.all(FAILED).forEach(each -> compare(earlier, now, each, failures, warnings));
        if (!failures.isEmpty()) {
            failures.addAll(warnings);
            throw CheckFailed.failure(String.join("; ", failures));
        }
        if (!warnings.isEmpty()) {
            throw CheckFailed.warning(String.join("; ", warnings));
        }
        if (now.sum(SENT) == 0) {
            throw CheckFailed.warning("none was sent since Alertmanager began, so that they arrive is not proved;"
                    + " hold a drill");
        }
        return (long) now.sum(SENT) + " attempts since Alertmanager began, none failed";
    }

    /** What was sent by one integration, or to one receiver if Alertmanager counts them apart. */
    private static void compare(Samples earlier, Samples now, MetricSample failed, List<String> failures,
            List<String> warnings) {
        String receiver = failed.label("receiver_name");
        String[] labels = receiver.isEmpty()
                ? new String[]{"integration", failed.label("integration")}
                : new String[]{"integration", failed.label("integration"), "receiver_name", receiver};
        double all = now.sum(FAILED, labels);
        double before = earlier == null ? all : earlier.sum(FAILED, labels);
        double sent = now.sum(SENT, labels);
        String what = (long) all + " of " + (long) sent + " attempts by " + failed.label("integration")
                + (receiver.isEmpty() ? "" : " to " + receiver) + " failed since Alertmanager began";
        if (all > before || all > 0 && all == sent) {
            failures.add(what + ", " + (long) (all - before) + " of them during this run; its log has the reason");
        } else if (all > 0) {
            warnings.add(what + ", none during this run");
        }
    }
}
