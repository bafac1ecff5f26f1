package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.MonitoringTool;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the Prometheus operator makes of our ServiceMonitor, by its own generator: a real Prometheus scrapes the service with
 * that configuration, only the discovery replaced by what Kubernetes would find, and the rules' tests hold with the labels that
 * come of it.
 */
class OperatorIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String META = "__meta_kubernetes_";
    /** What the discovery finds of a ready pod behind the Service. */
    private static final Map<String, String> FOUND = Map.of("namespace", "dataenginex-prod", "service_name",
            "dataenginex", "service_label_app", "dataenginex", "service_labelpresent_app", "true", "endpoint_port_name",
            "http", "endpoint_address_target_kind", "Pod", "endpoint_address_target_name", "dataenginex-abc",
            "pod_name",
            "dataenginex-abc", "pod_container_name", "dataenginex", "pod_phase", "Running");
    /** Those that a test's series has already. */
    private static final Set<String> OURS = Set.of("__name__", "app", "environment", "instance", "job");

    @TempDir
    private Path folder;

    @Test
    void theServicesOwnLabelsAndTheRulesTestsHoldUnderTheOperatorsLabels() throws IOException {
        String monitor = KubernetesManifestIT.rendered("prod").one("ServiceMonitor").toString();

        Scraped scraped = scrape(monitor);

        assertThat(scraped.target()).containsEntry("environment", "prod").containsEntry("app", "dataenginex")
                .containsEntry("job", "dataenginex").containsEntry("namespace", "dataenginex-prod")
                .containsEntry("pod", "dataenginex-abc").doesNotContainKey("endpoint");
        assertThat(scraped.renamed()).as("dataenginex_build_info alone").containsExactly("exported_environment");
        assertThat(promtool(scraped)).contains("SUCCESS").doesNotContain("FAILED");
    }

    /** The proof can fail. */
    @Test
    void withoutTheLabelDropEveryFilterOnTheEndpointFindsNothing() throws IOException {
        ObjectNode monitor = KubernetesManifestIT.rendered("prod").one("ServiceMonitor").deepCopy();
        for (JsonNode relabeling : monitor.at("/spec/endpoints/0/relabelings")) {
            if (relabeling.path("action").asText().equals("labeldrop")) {
                ((ObjectNode) relabeling).put("regex", "nothing");
            }
        }

        Scraped scraped = scrape(monitor.toString());

        assertThat(scraped.target()).containsEntry("endpoint", "http");
        assertThat(scraped.renamed()).contains("exported_endpoint");
        assertThat(promtool(scraped)).contains("FAILED", "probes and streams are no latency",
                "a wrong HTTP version, a bad request and a failing probe are no errors of the service");
    }

    /**
     * @param target labels of the target
     * @param renamed labels of the service that had to give way to one of the target
     */
    private record Scraped(Map<String, String> target, Set<String> renamed) {
    }

    private Scraped scrape(String monitor) throws IOException {
        String generator = Tool.requireBuilt("operator-config-0.85.0-1").toString();
        ObjectNode config = (ObjectNode) Infra.yaml(Tool.run(monitor, List.of(generator)).replace("$(SHARD)", "0"));
        try (TestApplication app = TestApplication.start(Map.of("ENVIRONMENT", "prod"))) {
            app.get("/");
            ObjectNode scrape = (ObjectNode) config.path("scrape_configs").get(0);
            scrape.remove("kubernetes_sd_configs");
            scrape.put("scrape_interval", "1s");
            ObjectNode labels = JSON.createObjectNode();
            FOUND.forEach((name, value) -> labels.put(META + name, value));
            ObjectNode target = JSON.createObjectNode();
            target.putArray("targets").add("127.0.0.1:" + app.port());
            target.set("labels", labels);
            scrape.putArray("static_configs").add(target);
            try (PrometheusServer prometheus = new PrometheusServer(Files.createTempDirectory(folder, "p"),
                    config.toString())) {
                PrometheusServer.await(Duration.ofSeconds(60),
                        () -> !prometheus.query("http_requests_total").isEmpty());
                Map<String, String> target1 = new TreeMap<>();
                prometheus.query("up").get(0).path("metric").properties()
                        .forEach(label -> target1.put(label.getKey(), label.getValue().asText()));
                Set<String> renamed = new TreeSet<>();
                prometheus.query("{__name__=~\".+\"}").forEach(series -> series.path("metric").fieldNames()
                        .forEachRemaining(renamed::add));
                renamed.removeIf(label -> !label.startsWith("exported_"));
                return new Scraped(target1, renamed);
            }
        }
    }

    /** The rules' tests with these labels on each of the service's series. */
    private String promtool(Scraped scraped) throws IOException {
        String tests = Infra.text(Infra.FOLDER.resolve("monitoring/tests/dataenginex-alerts-test.yml"));
        for (String label : scraped.renamed()) {
            tests = tests.replaceAll("([{,])" + label.replace("exported_", "") + "=(\"[^\"]*\"[^']*'\n *values)",
                    "$1" + (label.equals("exported_environment") ? "environment" : label) + "=$2");
        }
        StringBuilder more = new StringBuilder();
        scraped.target().forEach((name, value) -> {
            if (!OURS.contains(name)) {
                more.append(",").append(name).append("=\"").append(value).append("\"");
            }
        });
        String relabelled = Pattern.compile("(,job=\"dataenginex\")").matcher(tests).replaceAll("$1" + more);
        Path home = Files.createTempDirectory(folder, "tests");
        Files.createDirectories(home.resolve("alerts"));
        Files.copy(Infra.RULES, home.resolve("alerts/dataenginex-alerts.yml"));
        Path file = Files.writeString(Files.createDirectories(home.resolve("tests")).resolve("test.yml"), relabelled);
        return Tool.run("", List.of(MonitoringTool.PROMTOOL.require().toString(), "test", "rules", file.toString()));
    }
}
