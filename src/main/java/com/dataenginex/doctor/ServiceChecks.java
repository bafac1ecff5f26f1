package com.dataenginex.doctor;

import com.dataenginex.readers.Answer;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.ServiceClient.Readiness;

/** The service answers, is ready, returns the id, and says what it is. */
final class ServiceChecks implements Checks {
    private static final int SERVER_ERROR = 500;

    @Override
    public String category() {
        return "service";
    }

    @Override
    public void run(Examination run, Findings out) {
        Readiness[] readiness = new Readiness[1];
        if (!out.check("the service answers", Hint.SERVICE, () -> {
            readiness[0] = run.reach(run.admin()::readiness);
            return "GET " + run.admin().url() + "/ready";
        })) {
            return;
        }
        out.check("it is ready", Hint.READY, () -> {
            if (!readiness[0].ready()) {
                throw CheckFailed.failure(
                        "/ready answers 503; what is not up: " + String.join(", ", readiness[0].down()));
            }
            return "/ready answers 200";
        });
        if (!out.check("its metrics can be read", Hint.METRICS, () -> {
            run.before = run.admin().metrics();
            return "GET " + run.admin().url() + "/metrics has " + run.before.series() + " series";
        })) {
            return;
        }
        out.check("it says what it is", Hint.VERSION, () -> version(run));
        out.check("it answers the marked request and returns its id", Hint.SERVICE, () -> marked(run));
    }

    private static String version(Examination run) {
        String name = run.subject().metricPrefix() + "_build_info";
        MetricSample info = run.before.all(name).stream().findFirst()
                .orElseThrow(() -> CheckFailed.failure("/metrics has no " + name + ": this is another program"));
        run.environment = info.label("environment");
        return "version " + info.label("version") + ", revision " + info.label("revision") + ", environment "
                + run.environment;
    }

    private static String marked(Examination run) {
        Answer answer = run.send();
        if (answer.status() >= SERVER_ERROR) {
            throw CheckFailed.failure("GET " + Examination.PATH + " answered " + answer.status());
        }
        String id = answer.header("X-Request-ID");
        if (!id.equals(run.requestId)) {
            throw CheckFailed.failure("X-Request-ID came back as " + (id.isEmpty() ? "nothing" : id) + ", sent was "
                    + run.requestId + ": something between replaces it");
        }
        return "GET " + Examination.PATH + " answered " + answer.status() + " in "
                + Examination.seconds(answer.took()) + ", request " + run.requestId + ", trace " + run.traceId;
    }
}
