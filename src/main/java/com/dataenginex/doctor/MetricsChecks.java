package com.dataenginex.doctor;

import com.dataenginex.readers.FoundExemplar;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.Samples;
import com.dataenginex.readers.ScrapeTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The request is counted, Prometheus scrapes it from the right target with the right labels, and keeps its exemplar. */
final class MetricsChecks implements Checks {
    private static final String COUNT = "http_requests_total";

    @Override
    public String category() {
        return "metrics";
    }

    @Override
    public void run(Examination run, Findings out) {
        if (run.answer == null) {
            out.skip("metrics", "the service does not answer");
            return;
        }
        out.check("/metrics counts the request", Hint.METRICS, () -> counted(run));
        PrometheusClient prometheus = run.at(Place.PROMETHEUS, PrometheusClient::new).orElse(null);
        if (prometheus == null) {
            out.notGiven(Place.PROMETHEUS);
            return;
        }
        if (!out.check("Prometheus answers", Hint.METRICS, () -> {
            run.reach(prometheus::ready);
            return prometheus.url() + Examination.version(prometheus.version());
        })) {
            return;
        }
        ScrapeTarget[] target = new ScrapeTarget[1];
        if (!out.check("Prometheus has the service as a target", Hint.METRICS, () -> {
            target[0] = TargetChecks.find(run, prometheus);
            return target[0].url() + " of the job " + target[0].label("job");
        }) || !out.check("the target is up", Hint.TARGET, () -> TargetChecks.up(run, prometheus, target))) {
            return;
        }
        out.check("its label environment is the service's", Hint.ENVIRONMENT,
                () -> TargetChecks.environment(run, target[0]));
        out.check("it was scraped just now", Hint.TARGET, () -> TargetChecks.age(prometheus, target[0]));
        if (out.check("Prometheus has the request", Hint.METRICS, () -> arrived(run, prometheus, target[0]))) {
            out.check("its exemplar is the request's trace", Hint.EXEMPLARS,
                    () -> exemplar(run, prometheus, target[0]));
        }
    }

    private static String[] labels(Examination run) {
        return new String[]{"endpoint", Examination.PATH, "method", "GET", "status",
            Integer.toString(run.answer.status())};
    }

    private static String counted(Examination run) {
        double earlier = run.before.sum(COUNT, labels(run));
        double now = run.await(Examination.SOON, () -> run.admin().metrics().sum(COUNT, labels(run)),
                count -> count > earlier);
        if (now <= earlier) {
            throw CheckFailed.failure(COUNT + " of GET " + Examination.PATH + " stays at " + whole(earlier)
                    + ": another instance answered, or the request was answered before the service");
        }
        return COUNT + " of GET " + Examination.PATH + " rose from " + whole(earlier) + " to " + whole(now);
    }

    private static String arrived(Examination run, PrometheusClient prometheus, ScrapeTarget target) {
        double wanted = run.before.sum(COUNT, labels(run)) + 1;
        String query = COUNT + TargetChecks.selector(target, labels(run));
        double[] last = run.await(
                () -> new double[]{prometheus.value(query), run.admin().metrics().sum(COUNT, labels(run))},
                both -> both[0] >= wanted && both[0] <= both[1]);
        double value = last[0];
        double now = last[1];
        if (!(value >= wanted)) {
            throw CheckFailed.failure("Prometheus has " + (Double.isNaN(value) ? "no value" : whole(value)) + " for "
                    + query + ", /metrics has " + whole(now) + ", awaited " + run.waited()
                    + "; the interval is " + Examination.seconds(target.interval()));
        }
        if (value > now) {
            throw CheckFailed.failure("Prometheus has " + whole(value) + ", /metrics only " + whole(now)
                    + ": it scrapes another instance under this address");
        }
        return "Prometheus has " + whole(value) + ", /metrics has " + whole(now);
    }

    private static String exemplar(Examination run, PrometheusClient prometheus, ScrapeTarget target) {
        List<FoundExemplar> found = run.await(Examination.SOON,
                () -> prometheus.exemplars(COUNT + TargetChecks.selector(target, "endpoint", Examination.PATH),
                        Instant.now().minus(Duration.ofMinutes(15)), Instant.now().plus(Duration.ofMinutes(1))),
                all -> all.stream().anyMatch(each -> run.traceId.equals(each.labels().get("trace_id"))));
        if (found.stream().anyMatch(each -> run.traceId.equals(each.labels().get("trace_id")))) {
            run.traceId("exemplar", run.traceId);
            return "trace_id=" + run.traceId;
        }
        Samples now = run.admin().metrics();
        if (found.isEmpty() && now.all(COUNT).stream().map(MetricSample::exemplar).anyMatch(each -> !each.isEmpty())) {
            throw CheckFailed.failure("/metrics has exemplars, Prometheus keeps none: it needs"
                    + " --enable-feature=exemplar-storage");
        }
        throw CheckFailed.warning(found.isEmpty()
                ? "there is none: the request was not sampled"
                : "it is of another request: a series keeps one for some seconds; run this again a little later");
    }

    private static String whole(double count) {
        return Long.toString((long) count);
    }
}
