package com.dataenginex.doctor;

import com.dataenginex.readers.GrafanaClient;
import com.dataenginex.readers.ReadException;
import com.dataenginex.readers.ReadFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Grafana answers and has the shipped dashboards. */
final class DashboardChecks implements Checks {

    @Override
    public String category() {
        return "dashboards";
    }

    @Override
    public void run(Examination run, Findings out) {
        GrafanaClient grafana = run.at(Place.GRAFANA, GrafanaClient::new).orElse(null);
        if (grafana == null) {
            out.notGiven(Place.GRAFANA);
            return;
        }
        if (!out.check("Grafana answers", Hint.DASHBOARDS, () -> {
            run.reach(grafana::ready);
            return grafana.url() + Examination.version(grafana.version());
        })) {
            return;
        }
        out.check("it has the dashboards", Hint.DASHBOARDS, () -> {
            Map<String, String> known;
            try {
                known = grafana.dashboards();
            } catch (ReadException e) {
                if (e.failure() == ReadFailure.UNAUTHORIZED) {
                    throw CheckFailed.warning(KnownMistakes.explain(e));
                }
                throw e;
            }
            List<String> missing = new ArrayList<>(run.subject().dashboards());
            missing.removeAll(known.keySet());
            if (!missing.isEmpty()) {
                throw CheckFailed.failure(String.join(", ", missing) + " missing of " + known.size());
            }
            return String.join(", ", run.subject().dashboards());
        });
    }
}
