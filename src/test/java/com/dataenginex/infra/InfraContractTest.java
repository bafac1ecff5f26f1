package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import com.dataenginex.config.Setting;
import com.dataenginex.config.Settings;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.recorder.RecorderConfig;
import com.dataenginex.service.ShutdownConfig;
import com.dataenginex.support.MonitoringTool;
import com.dataenginex.support.RunningService;
import com.dataenginex.support.Scrape;
import com.dataenginex.support.TestApplication;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fails when {@code infra} and the program drift apart. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InfraContractTest {
    private static final Pattern GUIDE_ROW = Pattern
            .compile("\\| `([a-z_]+)` \\| (?:counter|histogram|gauge) \\| [^|]* \\|([^|]*)\\|");

    private final JsonNode compose = Infra.yaml(Infra.FOLDER.resolve("docker-compose.yml"));
    private Contract contract;

    @BeforeAll
    void askTheRunningService(@TempDir Path folder) {
        try (RunningService service = new RunningService(folder)) {
            contract = service.contract();
        }
    }

    @Test
    void everythingThatRulesPanelsAndDocumentsNameIsThere() {
        assertThat(contract.problems()).isEmpty();
        assertThat(Infra.queries("prometheus")).hasSizeGreaterThan(30);
        assertThat(Infra.queries("loki")).hasSizeGreaterThan(7);
        assertThat(Infra.queries("tempo")).hasSizeGreaterThan(7);
    }

    /** At night nobody tries whether a setting or a figure has another name today. */
    @Test
    void theSettingsAndFiguresThatTheRunbookNamesAreThere() {
        Settings settings = new Settings(Map.of(), DataEngineX.CONFIG);
        AppConfig.read(settings);
        Set<String> known = settings.known().stream().map(Setting::variable).collect(Collectors.toSet());
        settings.known().forEach(setting -> known
                .add("DEX_" + setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')));
        String runbook = Infra.text(Path.of("docs/DEPLOY_RUNBOOK.md"));

        assertThat(Pattern.compile("\\bDEX_[A-Z_]*[A-Z]").matcher(runbook).results().map(MatchResult::group))
                .hasSizeGreaterThan(8).allSatisfy(variable -> assertThat(known).contains(variable));
        Set<String> figures = new TreeSet<>();
        Pattern.compile("`([a-z]+(?:_[a-z]+)+)[`{]").matcher(runbook).results().map(found -> found.group(1))
                .forEach(figures::add);
        // Annotations, reasons, outcomes and events.
        figures.removeAll(Set.of("dashboard_url", "runbook_url", "connection_failed", "error_status", "invalid_answer",
                "rate_limited", "export_failed", "queue_full", "service_stopped", "virtual_thread_metrics_missing"));
        assertThat(figures).hasSizeGreaterThan(8)
                .allSatisfy(figure -> assertThat(contract.names(figure)).as(figure).isTrue());
    }

    /** Also from the first scrape on: a counter that appears with its first increase has none. */
    @Test
    void theGuidesTableIsWhatAFirstScrapeHas() {
        Map<String, Set<String>> documented = new TreeMap<>();
        Infra.text(Path.of("docs/OBSERVABILITY.md")).lines().map(GUIDE_ROW::matcher).filter(Matcher::matches)
                .forEach(row -> documented.put(row.group(1), Pattern.compile("`(\\w+)`")
                        .matcher(row.group(2).strip().replaceAll(":[^,]*(?:, `[^`]*`)*$", "")).results()
                        .map(label -> label.group(1))
                        .collect(Collectors.toSet())));
        Map<String, Set<String>> ours = new TreeMap<>();
        try (TestApplication app = TestApplication.start()) {
            Scrape.of(app).labelsByFamily().forEach((family, labels) -> {
                if (!family.matches("(jvm|process|system|disk|executor)_.*")) {
                    ours.put(family, labels);
                }
            });
        }

        assertThat(ours.keySet()).as("docs/OBSERVABILITY.md needs a row of each metric, and each row a metric")
                .isEqualTo(documented.keySet());
        ours.forEach((family, labels) -> {
            if (!labels.isEmpty()) {
                assertThat(labels).as("the labels of %s in docs/OBSERVABILITY.md", family)
                        .isEqualTo(documented.get(family));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"http_requests_total", "http_request_duration_seconds_bucket", "http_requests_in_flight",
        "slo_requests_total", "dependency_up", "spans_dropped_total", "upstream_requests_total", "sse_streams_active",
        "jvm_memory_used_bytes", "dataenginex_build_info"})
    void aRenamedMetricBreaksIt(String metric) {
        Map<String, Set<String>> renamed = new HashMap<>(contract.metrics());
        renamed.put("new_" + metric, renamed.remove(metric));

        assertThat(new Contract(renamed, contract.fields(), contract.attributes()).problems())
                .anyMatch(problem -> problem.contains("names the metric " + metric + ","));
    }

    @Test
    void aRenamedLabelFieldOrAttributeBreaksItToo() {
        Map<String, Set<String>> metrics = new HashMap<>(contract.metrics());
        metrics.replaceAll((name, labels) -> labels.stream().map(label -> label.equals("endpoint") ? "route" : label)
                .collect(Collectors.toSet()));
        Set<String> fields = new HashSet<>(contract.fields());
        fields.remove("status_code");
        Set<String> attributes = new HashSet<>(contract.attributes());
        attributes.remove("http.route");

        assertThat(new Contract(metrics, contract.fields(), contract.attributes()).problems())
                .anyMatch(problem -> problem.contains("the label endpoint"));
        assertThat(new Contract(contract.metrics(), fields, contract.attributes()).problems())
                .anyMatch(problem -> problem.contains("the field status_code"));
        assertThat(new Contract(contract.metrics(), contract.fields(), attributes).problems())
                .anyMatch(problem -> problem.contains("the attribute http.route"));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        assertThat(Contract.brokenLinks()).isEmpty();
    }

    @Test
    void everyLatencyThresholdIsTheEdgeOfABucket() {
        Set<Double> edges = AppConfig.load(Map.of()).service().metrics().buckets().stream()
                .map(edge -> edge.toNanos() / 1e9)
                .collect(Collectors.toSet());

        assertThat(Contract.thresholdsBetweenBuckets(edges)).isEmpty();
        edges.remove(0.75);
        assertThat(Contract.thresholdsBetweenBuckets(edges)).isNotEmpty();
    }

    @Test
    void everyAlertHasItsAnnotations() {
        for (JsonNode alert : Infra.alerts()) {
            assertThat(alert.path("annotations").path("summary").asText()).as("%s", alert).isNotBlank();
            assertThat(alert.path("annotations").path("description").asText()).as("%s", alert)
                    .containsPattern("\\{\\{ (\\$value \\| humanize|printf \"%\\.0f\" \\$value }})");
            assertThat(alert.path("labels").path("severity").asText()).as("%s", alert)
                    .isIn("page", "warning", "none");
        }
    }

    /** Else a text would go on saying the old limit. */
    @Test
    void theLimitThatATextNamesIsTheRules() {
        Pattern limit = Pattern.compile("the limit in (\\w+) is ([\\d.]+)(%?)");
        Pattern threshold = Pattern.compile("\\{environment=\"(\\w+)\"} > ([\\d.]+)");
        int named = 0;
        for (JsonNode alert : Infra.alerts()) {
            Matcher text = limit.matcher(alert.at("/annotations/description").asText());
            if (text.find()) {
                named++;
                Matcher rule = threshold.matcher(alert.path("expr").asText());
                assertThat(rule.find()).as("%s", alert).isTrue();
                assertThat(text.group(1)).isEqualTo(rule.group(1)).isEqualTo(alert.at("/labels/environment").asText());
                double said = Double.parseDouble(text.group(2)) / (text.group(3).isEmpty() ? 1 : 100);
                assertThat(said).as("%s", alert).isEqualTo(Double.parseDouble(rule.group(2)));
            }
        }
        assertThat(named).isEqualTo(9);
    }

    /** The shipped programs are those that the gate builds. */
    @Test
    void theGateProvesTheVersionsThatAreShipped() {
        String gate = Infra.text(Path.of(".ci/run"));
        String modules = Infra.text(Infra.FOLDER.resolve("proof/monitoring/go.mod"));
        for (MonitoringTool tool : MonitoringTool.values()) {
            assertThat(gate).contains(tool.shipped());
        }
        // Prometheus 3.14.0 is v0.314.0 as a Go module.
        Matcher prometheus = Pattern.compile("-(\\d+)\\.(\\d+)\\.(\\d+)").matcher(MonitoringTool.PROMETHEUS.shipped());
        assertThat(prometheus.find()).isTrue();
        assertThat(modules).contains("github.com/prometheus/prometheus v0.%d%02d.%s".formatted(
                Integer.parseInt(prometheus.group(1)), Integer.parseInt(prometheus.group(2)), prometheus.group(3)))
                .contains("github.com/prometheus/alertmanager v"
                        + MonitoringTool.ALERTMANAGER.shipped().replaceFirst(".*-", ""));
    }

    /** The specification's table. */
    @Test
    void theThreeAlertsHaveTheirThresholdsAndSeverities() {
        Set<String> found = new TreeSet<>();
        for (JsonNode alert : Infra.alerts()) {
            String name = alert.path("alert").asText();
            if (name.matches("DataEngineX(Latency|ErrorRate|Saturation)High")) {
                String expr = alert.path("expr").asText().lines().findFirst().orElseThrow();
                found.add(name.substring(11) + " " + expr.replaceAll(".*environment=\"(\\w+)\"} > (.*)", "$1 $2") + " "
                        + alert.path("labels").path("severity").asText() + " " + alert.path("for").asText());
            }
        }
        assertThat(found).containsExactlyInAnyOrder("LatencyHigh prod 0.75 page 3m", "LatencyHigh stage 1 page 4m",
                "LatencyHigh dev 1.5 warning 5m", "ErrorRateHigh prod 0.01 page 3m", "ErrorRateHigh stage 0.03 page 4m",
                "ErrorRateHigh dev 0.05 warning 5m", "SaturationHigh prod 25 page 2m",
                "SaturationHigh stage 15 warning 3m", "SaturationHigh dev 10 warning 5m");
    }

    /** What is slow to the alert is slow to the flight recorder. */
    @ParameterizedTest
    @CsvSource({"dev, 1.5", "stage, 1", "prod, 0.75"})
    void theRecorderKeepsWhatTheLatencyAlertMeans(String environment, BigDecimal seconds) {
        RecorderConfig config = AppConfig.load(Map.of("ENVIRONMENT", environment)).service().recorder();

        assertThat(config.slowAfter()).isEqualTo(Duration.ofMillis(seconds.movePointRight(3).longValueExact()));
        assertThat(Infra.alerts()).anySatisfy(alert -> {
            assertThat(alert.path("alert").asText()).endsWith("LatencyHigh");
            assertThat(alert.path("expr").asText())
                    .contains("{environment=\"" + environment + "\"} > " + seconds + "\n");
        });
    }

    @Test
    void theDashboardsAreWellMade() {
        assertThat(Infra.dashboards().keySet()).containsExactly("dex-logs", "dex-metrics", "dex-traces");
        Infra.dashboards().forEach((uid, dashboard) -> {
            assertThat(dashboard.has("id") || dashboard.has("__inputs")).as(uid).isFalse();
            assertThat(dashboard.path("links")).as(uid).hasSize(2);
            Set<Integer> ids = new HashSet<>();
            Set<String> cells = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                String title = uid + " / " + panel.path("title").asText();
                assertThat(ids.add(panel.path("id").asInt())).as("id of %s", title).isTrue();
                JsonNode place = panel.path("gridPos");
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        assertThat(place.path("x").asInt() + x).as(title).isLessThan(24);
                        assertThat(cells.add(place.path("x").asInt() + x + " " + (place.path("y").asInt() + y)))
                                .as("%s overlaps", title).isTrue();
                    }
                }
                if (!panel.path("type").asText().equals("row")) {
                    assertThat(panel.path("description").asText()).as(title).isNotBlank();
                    assertThat(panel.path("datasource").path("uid").asText()).as(title).startsWith("${");
                    assertThat(panel.path("targets")).as(title).isNotEmpty();
                }
                if (List.of("timeseries", "stat", "heatmap").contains(panel.path("type").asText())) {
                    assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as("unit of %s", title).isNotBlank();
                }
            }
        });
    }

    @Test
    void theScrapeConfigurationFitsTheProgram() {
        JsonNode prometheus = Infra.yaml(Infra.FOLDER.resolve("monitoring/prometheus.yml"));
        JsonNode scrape = prometheus.path("scrape_configs").get(0);
        JsonNode target = scrape.path("static_configs").get(0);

        assertThat(scrape.path("job_name").asText()).isEqualTo("dataenginex");
        assertThat(scrape.path("metrics_path").asText()).isEqualTo(Metrics.ENDPOINT);
        assertThat(scrape.path("scrape_interval").asText()).isEqualTo("15s");
        assertThat(target.path("targets").get(0).asText())
                .isEqualTo("dataenginex:" + AppConfig.load(Map.of()).service().http().port());
        assertThat(target.path("labels").path("app").asText()).isEqualTo("dataenginex");
        assertThat(target.path("labels").path("environment").asText()).isIn(Settings.ENVIRONMENTS);
        assertThat(prometheus.path("alerting").toString()).contains("alertmanager:9093");
        assertThat(prometheus.path("storage").path("exemplars").path("max_exemplars").asInt()).isPositive();
    }

    @Test
    void theComposeFileFitsTheProgram() {
        JsonNode service = compose.path("services").path("dataenginex");
        Settings settings = new Settings(Map.of(), DataEngineX.CONFIG);
        AppConfig.read(settings);
        Set<String> variables = settings.known().stream().map(Setting::variable).collect(Collectors.toSet());
        variables.add("ENVIRONMENT");
        settings.known().forEach(setting -> variables
                .add("DEX_" + setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')));

        service.path("environment").fieldNames().forEachRemaining(
                name -> assertThat(name.startsWith("OTEL_") || variables.contains(name)).as(name).isTrue());
        int port = AppConfig.load(Map.of()).service().http().port();
        assertThat(service.path("ports").get(0).asText()).isEqualTo("127.0.0.1:" + port + ":" + port);
        assertThat(Infra.text(Path.of("Dockerfile"))).contains("EXPOSE " + port, "--healthcheck");
        ShutdownConfig shutdown = AppConfig.load(Map.of()).service().shutdown();
        Duration stop = shutdown.drainDelay().plus(shutdown.requestDeadline())
                .plus(AppConfig.load(Map.of()).service().tracing().flushTimeout())
                .plus(AppConfig.load(Map.of()).service().logging().flushTimeout());
        assertThat(Duration.parse("PT" + service.path("stop_grace_period").asText().toUpperCase()))
                .isGreaterThan(stop);
        assertThat(service.has("depends_on")).as("the service depends on no telemetry").isFalse();
    }

    @Test
    void whatTheComposeFileNamesIsThere() {
        compose.path("services").properties().forEach(service -> {
            String image = service.getValue().path("image").asText();
            assertThat(image).as(service.getKey()).matches(".+:v?\\d+\\.\\d+\\.\\d+(-[\\w.-]+)?");
            if (Set.of("dataenginex", "prometheus", "alertmanager", "grafana", "jaeger").contains(service.getKey())) {
                assertThat(service.getValue().path("healthcheck").has("test")).as(service.getKey()).isTrue();
            }
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(Files.exists(Infra.FOLDER.resolve(source))).as(source).isTrue();
                }
            }
        });
        assertThat(published()).contains("dataenginex 8000", "prometheus 9090", "alertmanager 9093", "grafana 3000",
                "jaeger 16686", "collector 4317", "collector 4318");
        assertThat(compose.path("services").path("traffic").path("profiles").get(0).asText()).isEqualTo("traffic");
    }

    @Test
    void whatTheServicesCallEachOtherIsThere() {
        Set<String> services = new HashSet<>();
        compose.path("services").fieldNames().forEachRemaining(services::add);
        List<String> urls = new ArrayList<>();
        Infra.yaml(Infra.FOLDER.resolve("grafana/provisioning/datasources/datasources.yml")).path("datasources")
                .forEach(source -> urls.add(source.path("url").asText()));
        Infra.yaml(Infra.FOLDER.resolve("collector/collector.yml")).path("exporters")
                .forEach(exporter -> urls.add(exporter.path("endpoint").asText()));

        assertThat(urls).hasSize(7).allSatisfy(url -> assertThat(services)
                .contains(url.replaceFirst("https?://", "").replaceFirst(":.*", "")));
        JsonNode collector = Infra.yaml(Infra.FOLDER.resolve("collector/collector.yml"));
        JsonNode loki = Infra.yaml(Infra.FOLDER.resolve("loki/loki.yml"));
        assertThat(loki.at("/limits_config/otlp_config/resource_attributes/attributes_config/0/attributes").toString())
                .isEqualTo("[\"app\",\"environment\"]");
        assertThat(line(collector)).contains("set(resource.attributes[\"app\"], resource.attributes[\"service.name\"])",
                "set(resource.attributes[\"environment\"], resource.attributes[\"deployment.environment.name\"])");
    }

    /** What Loki has of a record is the line of stdout, and it waits for Loki on disk. */
    @Test
    void noLineIsCutOrLostOnTheWay() {
        JsonNode collector = Infra.yaml(Infra.FOLDER.resolve("collector/collector.yml"));

        assertThat(compose.at("/services/dataenginex/environment/DEX_LOGGING_OTLP_ENDPOINT").asText())
                .isEqualTo("http://collector:4317");
        assertThat(collector.at("/service/pipelines/logs/receivers").toString()).isEqualTo("[\"otlp\"]");
        assertThat(collector.at("/service/pipelines/logs/processors").toString()).contains("\"transform/line\"");
        List<String> statements = line(collector);
        int made = statements.indexOf("set(log.body, String(log.attributes))");
        for (String field : List.of("timestamp", "level", "event", "app", "version", "environment", "trace_id",
                "span_id", "trace_sampled")) {
            assertThat(statements.subList(0, made)).as("what is no attribute of a record")
                    .anyMatch(statement -> statement.startsWith("set(log.attributes[\"" + field + "\"], "));
            assertThat(contract.fields()).contains(field);
        }
        String storage = collector.at("/exporters/otlp_http~1loki/sending_queue/storage").asText();
        assertThat(collector.at("/service/extensions").toString()).contains("\"" + storage + "\"");
        String folder = collector.path("extensions").path(storage).path("directory").asText();
        assertThat(compose.at("/services/collector/volumes").toString()).contains("collector-data:" + folder);
        Infra.queries("loki").stream().map(Infra.Query::text).filter(text -> text.contains("json "))
                .forEach(text -> assertThat(text).as("a line that is no JSON fails the whole query")
                        .contains("| __error__"));
    }

    private static List<String> line(JsonNode collector) {
        List<String> statements = new ArrayList<>();
        collector.at("/processors/transform~1line/log_statements").forEach(one -> statements.add(one.asText()));
        return statements;
    }

    private Set<String> published() {
        Set<String> ports = new HashSet<>();
        compose.path("services").properties().forEach(service -> service.getValue().path("ports")
                .forEach(port -> ports.add(service.getKey() + " " + port.asText().split(":")[1])));
        return ports;
    }
}
