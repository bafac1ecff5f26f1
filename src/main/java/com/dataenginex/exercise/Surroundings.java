package com.dataenginex.exercise;

import com.dataenginex.readers.ActiveAlert;
import com.dataenginex.readers.AlertmanagerClient;
import com.dataenginex.readers.HttpReader;
import com.dataenginex.readers.MetricSample;
import com.dataenginex.readers.PrometheusClient;
import com.dataenginex.readers.ScrapeTarget;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

/** The programs around the service, asked about one environment of one product. Every method throws {@code ReadException}. */
final class Surroundings {
    private final PrometheusClient prometheus;
    private final List<AlertmanagerClient> alertmanagers;
    private final Promises promises;
    private final String environment;

    Surroundings(ExerciseOptions options, Promises promises) {
        prometheus = new PrometheusClient(new HttpReader("Prometheus", options.prometheus()));
        List<URI> urls = options.alertmanagers();
        alertmanagers = IntStream.range(0, urls.size()).mapToObj(i -> new AlertmanagerClient(
                new HttpReader(urls.size() == 1 ? "Alertmanager" : "Alertmanager " + (i + 1), urls.get(i)))).toList();
        this.promises = promises;
        this.environment = options.environment();
    }

    PrometheusClient prometheus() {
        return prometheus;
    }

    List<AlertmanagerClient> alertmanagers() {
        return alertmanagers;
    }

    Promises promises() {
        return promises;
    }

    String environment() {
        return environment;
    }

    /** Matchers of the product's series in the environment, and more of them. */
    String series(String metric, String... more) {
        return metric + "{app=\"" + promises.app() + "\",environment=\"" + environment + "\""
                + (more.length == 0 ? "" : "," + String.join(",", more)) + "}";
    }

    List<ScrapeTarget> targets() {
        return prometheus.targets().stream().filter(target -> target.label("environment").equals(environment)
                && target.label("app").equals(promises.app())).toList();
    }

    /** What is pending or firing in Prometheus in the environment. */
    List<ActiveAlert> alerts() {
        return prometheus.alerts().stream().filter(this::isOurs).toList();
    }

    boolean isOurs(ActiveAlert alert) {
        return alert.label("environment").equals(environment);
    }

    /** The value of a query for the environment, NaN if there is none. */
    double value(String query, String dependency) {
        return prometheus.query(query).stream()
                .filter(sample -> isOf(sample, "environment", environment) && isOf(sample, "app", promises.app())
                        && (dependency.isEmpty() || isOf(sample, "name", dependency)))
                .mapToDouble(MetricSample::value).findFirst().orElse(Double.NaN);
    }

    /** A series that does not have the label is as good as one that has its value. */
    private static boolean isOf(MetricSample sample, String label, String value) {
        return sample.label(label).isEmpty() || sample.label(label).equals(value);
    }
}
