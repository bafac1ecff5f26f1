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
        out.check("its notifications arrive", Hint.ALERTS, () -> notifications(alertmanager.metrics()));
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

    private String notifications(Samples now) {
        for (MetricSample failed : now.all(FAILED)) {
            String[] labels = {"integration", failed.label("integration"), "receiver_name",
                failed.label("receiver_name")};
            if (failed.label("receiver_name").isEmpty()) {
                labels = new String[]{"integration", failed.label("integration")};
            }
            double before = earlier == null ? failed.value() : earlier.sum(FAILED, labels);
            double sent = now.sum(SENT, labels);
            String what = (long) failed.value() + " of " + (long) sent + " attempts by " + failed.label("integration")
                    + " failed since Alertmanager began";
            if (failed.value() > before || failed.value() > 0 && failed.value() == sent) {
                throw CheckFailed.failure(what + ", " + (long) (failed.value() - before)
                        + " of them during this run; its log has the reason");
            }
            if (failed.value() > 0) {
                throw CheckFailed.warning(what + ", none during this run");
            }
        }
        return (long) now.sum(SENT) + " attempts since Alertmanager began, none failed";
    }
}
