package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.cluster.ClusterLoad.Counts;
import com.dataenginex.cluster.KubernetesNode.Application;
import com.dataenginex.infra.Infra;
import com.dataenginex.infra.Manifests;
import com.dataenginex.support.JaegerServer;
import com.dataenginex.support.JsonApi;
import com.dataenginex.support.LoadClients;
import com.dataenginex.support.PrometheusServer;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many pods say of themselves is one sum, through a rolling restart: the clients' count is that of the metrics, of the
 * spans and of the lines. Prometheus finds the pods by what the operator makes of our ServiceMonitor, and the pods find the
 * collector by the name that the base has.
 */
class ClusterTelemetryIT {
    private static final Duration PAUSE = Duration.ofMillis(30);
    /** Instead of 15 s, so that the test is short; an ended pod was scraped that long before at the most. */
    private static final String INTERVAL = "1s";

    private static final String COUNTER = "http_requests_total{app=\"dataenginex\",environment=\"prod\",endpoint=\"/\",pod=~\"%s\"}";

    @TempDir
    private Path folder;

    @Test
    void countsOfClientsMetricsSpansAndLinesAreTheSame() throws IOException {
        KubernetesNode.require();
        try (KubernetesNode node = new KubernetesNode(folder.resolve("node"), 3, "1.0.0");
                JaegerServer jaeger = new JaegerServer(folder, node.host())) {
            Application prod = node.application("prod");
            collector(node, jaeger.grpc());
            Manifests manifests = Manifests.of(Tool.run("", List.of(Tool.require("kubectl").toString(), "kustomize",
                    "k8s/overlays/prod")));
            prod.apply(manifests);
            prod.setEnvironment("DEX_TRACING_SAMPLE_RATIO=1");
            prod.rolledOut(3);
            KubernetesNode.await().until(() -> prod.pods().size() == 3);
            try (PrometheusServer prometheus = new PrometheusServer(Files.createDirectory(folder.resolve("prometheus")),
                    config(node, manifests));
                    PodLogs logs = new PodLogs(node, "prod")) {
                KubernetesNode.await().until(() -> prometheus.value("count(up == 1)") == 3 && logs.pods() == 3);
                Counts counts = new Counts();
                LoadClients.Answers answers = (path, status, nanos) -> {
                    counts.answered(path, status, nanos);
                    return PAUSE;
                };
                List<LoadClients> clients = List.of(
                        new LoadClients(prod.service(), "", List.of("/"), answers).start(2),
                        new LoadClients(prod.service(), "Connection: close\r\n", List.of("/"), answers).start(2));
                prod.kubectl("rollout", "restart", "deployment/dataenginex");
                prod.rolledOut(3);
                KubernetesNode.await().until(() -> prod.pods().size() == 3);
                clients.forEach(LoadClients::stop);

                theSame(counts, prometheus, jaeger, logs);
                ofEveryPod(prometheus, jaeger);
                theRulesEvaluate(prometheus);
            }
        }
    }

    private static void theSame(Counts counts, PrometheusServer prometheus, JaegerServer jaeger, PodLogs logs) {
        assertThat(counts.failed()).as(counts.toString()).isZero();
        int sent = (int) counts.sent();
        KubernetesNode.await().untilAsserted(() -> assertThat(
                lines(logs).values().stream().mapToInt(List::size).sum()).isEqualTo(sent));
        KubernetesNode.await().untilAsserted(() -> assertThat(spans(jaeger)).hasSize(sent));
        Map<String, List<Instant>> lines = lines(logs);
        AtomicInteger unseen = new AtomicInteger();
        KubernetesNode.await().untilAsserted(() -> {
            unseen.set(0);
            lines.forEach((pod, ended) -> unseen.addAndGet(unseen(prometheus, pod, ended)));
        });
        double counted = prometheus.value("sum(max_over_time(" + COUNTER.formatted(".*") + "[1h]))");
        System.out.printf(
                "MEASURED: through a rolling restart: %,d requests sent and answered; %,d lines, %,d spans, %,.0f in the metrics of %d pods, %d after the last scrape of one; increase() says %,.0f%n",
                sent, sent, spans(jaeger).size(), counted, lines.size(), unseen.get(),
                prometheus.value("sum(increase(" + COUNTER.formatted(".*") + "[1h]))"));
        assertThat(counted + unseen.get()).isEqualTo(sent);
    }

    /**
     * How many requests of a pod are in no metric: none, but of an ended one those after its last scrape, since it is an endpoint
     * no more.
     */
    private static int unseen(PrometheusServer prometheus, String pod, List<Instant> ended) {
        String counter = COUNTER.formatted(pod);
        // It began at nought.
        int counted = (int) prometheus.value("max_over_time(" + counter + "[1h])");
        Instant scraped = Instant.ofEpochMilli(
                (long) (1_000 * prometheus.value("max_over_time(timestamp(" + counter + ")[1h:1s])")));
        int after = (int) ended.stream().filter(time -> time.isAfter(scraped.minusSeconds(1))).count();
        assertThat(ended.size() - counted)
                .as("%s: %d lines, %d after the scrape of %s", pod, ended.size(), after, scraped)
                .isBetween(0, after);
        return ended.size() - counted;
    }

    /** By pod, when its requests to {@code /} ended. */
    private static Map<String, List<Instant>> lines(PodLogs logs) {
        Map<String, List<Instant>> times = new TreeMap<>();
        logs.byPod().forEach((pod, lines) -> times.put(pod, lines.stream()
                .filter(line -> line.path("route").asText().equals("/"))
                .filter(line -> line.path("event").asText().equals("request_completed"))
                .map(line -> Instant.parse(line.path("timestamp").asText())).toList()));
        return times;
    }

    private static void ofEveryPod(PrometheusServer prometheus, JaegerServer jaeger) {
        Set<String> scraped = new TreeSet<>();
        prometheus.query("max_over_time(http_requests_total{endpoint=\"/\"}[1h])")
                .forEach(series -> scraped.add(series.at("/metric/pod").asText()));
        Set<String> traced = new TreeSet<>();
        new JsonApi(jaeger.query(), "/api/").get("traces?service=dataenginex&limit=100000&lookback=1h").path("data")
                .forEach(
                        trace -> trace.path("processes").forEach(process -> process.path("tags").forEach(tag -> {
                            if (tag.path("key").asText().equals("k8s.pod.name")) {
                                traced.add(tag.path("value").asText());
                            }
                        })));

        assertThat(scraped).hasSize(6);
        assertThat(traced).isEqualTo(scraped);
    }

    private static void theRulesEvaluate(PrometheusServer prometheus) {
        KubernetesNode.await().until(
                () -> prometheus.value("ALERTS{alertname=\"DataEngineXWatchdog\",alertstate=\"firing\"}") == 1);
        assertThat(prometheus.query("app_environment:http_requests:increase5m{environment=\"prod\"}"))
                .isNotEmpty();
        // One group has its first turn within five minutes, and is unknown until then.
        KubernetesNode.await().untilAsserted(() -> prometheus.api("rules").at("/data/groups")
                .forEach(group -> group.path("rules").forEach(rule -> assertThat(rule.path("health").asText())
                        .as(rule.path("name").asText()).isIn("ok", "unknown"))));
        assertThat(prometheus.query("ALERTS{alertstate=\"firing\",alertname!=\"DataEngineXWatchdog\"}")).isEmpty();
    }

    /** The spans of {@code GET /}. */
    private static List<JsonNode> spans(JaegerServer jaeger) {
        List<JsonNode> spans = new ArrayList<>();
        new JsonApi(jaeger.query(), "/api/")
                .get("traces?service=dataenginex&operation=GET%20%2F&limit=100000&lookback=1h").path("data")
                .forEach(trace -> trace.path("spans").forEach(spans::add));
        return spans;
    }

    /** A service of the base's name whose one endpoint is this machine's Jaeger. */
    private static void collector(KubernetesNode node, int port) {
        assertThat(node
                .run("""
                        apiVersion: v1
                        kind: Namespace
                        metadata: {name: observability}
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: {name: otel-collector, namespace: observability}
                        spec:
                          ports: [{name: otlp, port: 4317, targetPort: %d}]
                        ---
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {name: otel-collector, namespace: observability, labels: {kubernetes.io/service-name: otel-collector}}
                        addressType: IPv4
                        ports: [{name: otlp, port: %d}]
                        endpoints: [{addresses: ["%s"]}]
                        """
                        .formatted(port, port, node.host()), "apply", "-f", "-"))
                .contains("otel-collector created");
    }

    /** The operator's, with the API server from outside and our rules. */
    private static String config(KubernetesNode node, Manifests manifests) {
        String generated = Tool.run(manifests.one("ServiceMonitor").toString(),
                List.of(Tool.requireBuilt("operator-config-0.85.0-1").toString()));
        ObjectNode config = (ObjectNode) Infra.yaml(generated.replace("$(SHARD)", "0"));
        ObjectNode global = (ObjectNode) config.path("global");
        global.put("evaluation_interval", INTERVAL).put("scrape_timeout", INTERVAL).put("scrape_interval", INTERVAL);
        ObjectNode scrape = (ObjectNode) config.path("scrape_configs").get(0);
        scrape.put("scrape_interval", INTERVAL);
        ObjectNode discovery = (ObjectNode) scrape.path("kubernetes_sd_configs").get(0);
        discovery.put("api_server", node.server());
        discovery.putObject("authorization").put("credentials", node.token());
        discovery.putObject("tls_config").put("insecure_skip_verify", true);
        config.putArray("rule_files").add(Infra.RULES.toAbsolutePath().toString());
        return new ObjectMapper().valueToTree(config).toString();
    }
}
