package com.dataenginex.doctor;

import com.dataenginex.readers.ReadException;
import java.util.List;
import java.util.function.Consumer;

/** Runs every check, in the order in which telemetry flows. */
public final class Doctor {
    private final Subject subject;
    private final DoctorConfig config;

    /** @param config must have a place for the service */
    public Doctor(Subject subject, DoctorConfig config) {
        this.subject = subject;
        this.config = config;
    }

    /**
     * Takes seconds, and at the most about the configured wait.
     *
     * @param listener is told each finding at once, on the caller's thread
     * @return all findings, in their order
     */
    public List<Finding> run(Consumer<Finding> listener) {
        Examination run = new Examination(subject, config);
        Findings out = new Findings(subject, listener);
        RulesChecks rules = new RulesChecks();
        AlertingChecks alerting = new AlertingChecks();
        TracesChecks traces = new TracesChecks();
        rules.begin(run);
        alerting.begin(run);
        traces.begin(run);
        for (Checks checks : List.of(new ServiceChecks(), new MetricsChecks(), rules, alerting, traces,
                new LogsChecks(), new JoinChecks(), new ClockChecks(), new DashboardChecks())) {
            out.begin(checks.category());
            try {
                checks.run(run, out);
            } catch (ReadException e) {
                out.check(checks.category(), Hint.METRICS, () -> {
                    throw e;
                });
            }
        }
        return out.all();
    }
}
