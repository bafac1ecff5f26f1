package com.dataenginex.infra;

import com.dataenginex.support.AlertmanagerServer;
import com.dataenginex.support.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The real Prometheus with the shipped rules and the real Alertmanager with the shipped routes; only durations are shorter. */
final class AlertingStack implements AutoCloseable {
    static final String DASHBOARDS = "https://grafana.example.com";
    static final String RUNBOOKS = "https://docs.example.com";
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final AlertmanagerServer alertmanager;
    private final PrometheusServer prometheus;
    private final String config;

    /** @param service port of the service, scraped as prod */
    AlertingStack(Path folder, int service) throws IOException {
        this(folder, service, rules -> rules, routes -> routes);
    }

    /**
     * @param service port of the service, scraped as prod
     * @param rules what is wrong with the rules
     * @param routes what is wrong with Alertmanager's configuration
     */
    AlertingStack(Path folder, int service, UnaryOperator<String> rules, UnaryOperator<String> routes)
            throws IOException {
        alertmanager = new AlertmanagerServer(folder, routes);
        Path file = Files.writeString(folder.resolve("rules.yml"), rules.apply(Shortened.rules()));
        config = """
                global:
                  scrape_interval: 1s
                  evaluation_interval: 1s
                  external_labels: {dashboards: '%s', runbooks: '%s'}
                rule_files: ['%s']
                alerting:
                  alert_relabel_configs: %s
                  alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]
                scrape_configs:
                  - job_name: dataenginex
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                        labels: {environment: prod, app: dataenginex}
                """.formatted(DASHBOARDS, RUNBOOKS, file,
                Infra.yaml(Infra.FOLDER.resolve("monitoring/prometheus.yml")).at("/alerting/alert_relabel_configs"),
                alertmanager.port(), service);
        prometheus = new PrometheusServer(folder, config);
    }

    PrometheusServer prometheus() {
        return prometheus;
    }

    AlertmanagerServer alertmanager() {
        return alertmanager;
    }

    /** From now on Prometheus scrapes nothing. */
    void stopScraping() {
        prometheus.reload(config.substring(0, config.indexOf("scrape_configs:")));
    }

    AlertmanagerServer.Notified await(String receiver, String alert, String status) {
        PrometheusServer.await(PATIENCE, () -> notified().stream().anyMatch(one -> one.is(receiver, alert, status)));
        return notified().stream().filter(one -> one.is(receiver, alert, status)).findFirst().orElseThrow();
    }

    void awaitInhibited(String alert, String severity) {
        PrometheusServer.await(PATIENCE, () -> alertmanager.inhibits(alert, severity));
    }

    void awaitInhibited(String alert, String label, Set<String> values) {
        PrometheusServer.await(PATIENCE, () -> alertmanager.inhibited(alert, label).equals(values));
    }

    /** The value of a series, once it is there and not {@code other}. */
    double awaitValueOtherThan(String query, double other) {
        PrometheusServer.await(PATIENCE, () -> {
            double value = prometheus.value(query);
            return !Double.isNaN(value) && value != other;
        });
        return prometheus.value(query);
    }

    List<AlertmanagerServer.Notified> notified() {
        return alertmanager.notified();
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
    }
}
