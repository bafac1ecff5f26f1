package com.dataenginex.doctor;

import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ScrapeTarget;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What Prometheus scrapes: whether the service is among it, is up, has the right labels, and was scraped just now. */
final class TargetChecks {
    /** Scrapes that may be missed. */
    private static final int MISSED = 3;

    private TargetChecks() {
    }

    /** The service, as Prometheus scrapes it. */
    static ScrapeTarget find(Examination run, PrometheusClient prometheus) {
        List<ScrapeTarget> all = run.await(prometheus::targets,
                targets -> targets.stream().anyMatch(target -> isOurs(run, target)));
        List<ScrapeTarget> ours = all.stream().filter(target -> isOurs(run, target)).toList();
        if (ours.isEmpty()) {
            throw CheckFailed.failure("none of its " + all.size() + " targets has the job or the app "
                    + run.subject().name() + " or the address " + authority(run.admin().url()) + "; it has "
                    + all.stream().map(ScrapeTarget::url).limit(MISSED).collect(Collectors.joining(", ")));
        }
        return ours.stream().filter(target -> isThisProcess(run, prometheus, target)).findFirst()
                .or(() -> ours.stream().filter(t -> authority(t.url()).equals(authority(run.admin().url())))
                        .findFirst())
                .orElse(ours.getFirst());
    }

    private static boolean isOurs(Examination run, ScrapeTarget target) {
        return target.label("job").equals(run.subject().name()) || target.label("app").equals(run.subject().name())
                || authority(target.url()).equals(authority(run.admin().url()));
    }

    /** Of several instances it is the one that started at the same time. */
    private static boolean isThisProcess(Examination run, PrometheusClient prometheus, ScrapeTarget target) {
        double began = run.before.sum("process_start_time_seconds");
        return Math.abs(prometheus.value("process_start_time_seconds" + selector(target)) - began) < 0.01;
    }

    static String up(Examination run, PrometheusClient prometheus, ScrapeTarget[] target) {
        Supplier<ScrapeTarget> ask = () -> prometheus.targets().stream()
                .filter(each -> each.url().equals(target[0].url())).findFirst().orElse(target[0]);
        run.await(ask, each -> !each.health().equals("unknown"));
        Duration oneScrape = target[0].interval().plusSeconds(1);
        ScrapeTarget last = run.await(run.left().compareTo(oneScrape) < 0 ? run.left() : oneScrape, ask,
                ScrapeTarget::isUp);
        target[0] = last;
        if (!last.isUp()) {
            throw CheckFailed.failure(last.url() + " is " + last.health() + ": "
                    + (last.lastError().isEmpty() ? "not scraped yet" : last.lastError()));
        }
        return last.url() + " is up";
    }

    static String environment(Examination run, ScrapeTarget target) {
        String label = target.label("environment");
        if (!label.equals(run.environment)) {
            throw CheckFailed.failure("the scrape's label is " + (label.isEmpty() ? "absent" : label)
                    + ", the service's ENVIRONMENT is " + run.environment
                    + ": the thresholds of another environment apply, or none");
        }
        return "environment=" + label;
    }

    static String age(PrometheusClient prometheus, ScrapeTarget target) {
        Duration age = Duration.between(target.lastScrape(), prometheus.time());
        Duration limit = target.interval().multipliedBy(MISSED).plusSeconds(1);
        if (age.compareTo(limit) > 0) {
            throw CheckFailed.failure("the last scrape was " + Examination.seconds(age) + " ago, the interval is "
                    + Examination.seconds(target.interval()) + ": scraping has stopped");
        }
        return Examination.seconds(age) + " ago, every " + Examination.seconds(target.interval());
    }

    /** Of the target's series with these labels, given as name, value, name, value. */
    static String selector(ScrapeTarget target, String... more) {
        StringBuilder text = new StringBuilder("{instance=\"" + target.label("instance") + "\",job=\""
                + target.label("job") + '"');
        for (int i = 0; i < more.length; i += 2) {
            text.append(',').append(more[i]).append("=\"").append(more[i + 1]).append('"');
        }
        return text.append('}').toString();
    }

    private static String authority(String url) {
        return String.valueOf(URI.create(url).getRawAuthority()).replace("localhost:", "127.0.0.1:");
    }
}
