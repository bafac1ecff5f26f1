package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.RunningService;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No panel is empty: each query returns data from a real Prometheus that scrapes the service and runs the shipped rules. */
class DashboardsIT {
    /** What only a cluster has, an incident, or a newer Java: there what a panel shows instead has to do. */
    private static final Pattern NOT_HERE = Pattern.compile("kube_|container_|ALERTS|virtual_live");

    @TempDir
    private Path folder;

    @Test
    void everyPanelHasData() throws IOException {
        try (RunningService service = new RunningService(folder);
                PrometheusServer prometheus = new PrometheusServer(folder, config(service.app().port()))) {
            PrometheusServer.await(Duration.ofSeconds(60), () -> {
                service.traffic();
                return prometheus.value("count_over_time(app_environment:http_requests:increase5m[1m])") >= 4;
            });

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                service.traffic();
                assertThat(Infra.queries("prometheus"))
                        .filteredOn(query -> !draws(prometheus.query(filled(query.text())))).isEmpty();
            });
            variablesHaveValues(prometheus);
            documentedQueriesAreUnderstood(prometheus);
        }
    }

    /** Whether a series has a value that can be drawn: NaN cannot. */
    private static boolean draws(JsonNode result) {
        for (JsonNode series : result) {
            if (!series.path("value").get(1).asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private static void variablesHaveValues(PrometheusServer prometheus) {
        for (JsonNode variable : Infra.dashboards().get("dex-metrics").at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                String definition = variable.path("definition").asText();
                String series = definition.replaceAll("label_values\\((.*), *\\w+\\)", "$1");
                String label = definition.replaceAll(".*, *(\\w+)\\)", "$1");
                JsonNode found = prometheus.query("group by (" + label + ") (" + filled(series) + ")");
                assertThat(found.findValuesAsText(label)).as(definition).isNotEmpty().doesNotContain("");
            }
        }
    }

    private static void documentedQueriesAreUnderstood(PrometheusServer prometheus) {
        assertThat(Stream.of("docs/DEPLOY_RUNBOOK.md", "docs/OBSERVABILITY.md")
                .flatMap(document -> Infra.blocks(Path.of(document), "promql").stream())).hasSizeGreaterThan(10)
                .allSatisfy(query -> assertThat(prometheus.query(query).isMissingNode()).as(query).isFalse());
    }

    private static String filled(String query) {
        return query.replace("$app", "dataenginex").replaceAll("\\$(environment|instance|endpoint)", ".*")
                .replace("$__rate_interval", "10s").replace("$__range", "1m")
                // What a panel shows when nothing has happened; here something has.
                .replace(NOT_HERE.matcher(query).find() ? "\n" : " or vector(0)", "");
    }

    /** With the rules as they are, but that what is recorded every five minutes is recorded at once. */
    private String config(int port) throws IOException {
        Path rules = Files.writeString(folder.resolve("rules.yml"),
                Infra.text(Infra.RULES).replace("interval: 5m", "interval: 1s"));
        return """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: dataenginex
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                        labels: {environment: dev, app: dataenginex}
                """.formatted(rules, port);
    }
}
