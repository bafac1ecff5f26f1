package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.AppConfig;
import com.dataenginex.DataEngineX;
import com.dataenginex.config.Setting;
import com.dataenginex.config.Settings;
import com.dataenginex.http.Endpoint;
import com.dataenginex.service.ServiceConfig;
import com.dataenginex.support.TestApplication;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no API server can know of the manifests: whether they fit the program and each other. */
class KubernetesManifestIT {
    private static final Settings KNOWN = known();

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void probesAndPortsAreTheProgramsOwn(String environment) {
        Manifests manifests = rendered(environment);
        JsonNode container = manifests.container();
        Set<String> endpoints = endpoints();

        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(endpoints).contains(container.path(probe).at("/httpGet/path").asText());
            assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("http");
        }
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health");
        assertThat(container.at("/ports/0/containerPort").asInt())
                .isEqualTo(AppConfig.load(Map.of()).service().http().port());
        JsonNode port = manifests.one("Service").at("/spec/ports/0");
        assertThat(port.path("name").asText()).isEqualTo("http");
        assertThat(port.path("port").asInt()).isEqualTo(8_000);
        assertThat(port.path("targetPort").asText()).isEqualTo(container.at("/ports/0/name").asText());
        JsonNode scrape = manifests.one("ServiceMonitor").at("/spec/endpoints/0");
        assertThat(scrape.path("port").asText()).isEqualTo(port.path("name").asText());
        assertThat(endpoints).contains(scrape.path("path").asText());
        assertThat(scrape.path("interval").asText()).isEqualTo("15s");
        assertThat(scrape.path("relabelings").findValuesAsText("replacement")).containsExactly(environment,
                "dataenginex", "dataenginex");
        assertThat(scrape.path("relabelings").findValuesAsText("targetLabel")).containsExactly("environment", "app",
                "job");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void theProgramReadsEveryVariableAndFile(String environment) {
        Manifests manifests = rendered(environment);
        Set<String> variables = KNOWN.known().stream().map(Setting::variable).collect(Collectors.toSet());
        variables.addAll(Set.of("ENVIRONMENT", "DEX_CONFIG"));

        Map<String, String> values = new HashMap<>();
        String references = manifests.container().path("env").findValuesAsText("value").toString();
        for (JsonNode variable : manifests.container().path("env")) {
            String name = variable.path("name").asText();
            assertThat(name.startsWith("OTEL_") || variables.contains(name) || references.contains("$(" + name + ")"))
                    .as(name).isTrue();
            values.put(name, variable.path("value").asText());
        }
        assertThat(values).containsEntry("ENVIRONMENT", environment);
        JsonNode files = manifests.one("ConfigMap").path("data");
        String file = values.get("DEX_CONFIG").replace("/etc/dataenginex/", "");
        assertThat(files.fieldNames()).toIterable().as("its own file alone").containsExactly(file);
        assertThat(files.path(file).asText()).isEqualTo(Infra.text(Path.of("config", file)));
        String map = manifests.one("ConfigMap").at("/metadata/name").asText();
        assertThat(manifests.pod().at("/spec/volumes").findValuesAsText("name")).contains(map);
        assertThat(values).as("which pod a span came from").containsEntry("OTEL_RESOURCE_ATTRIBUTES",
                "k8s.pod.name=$(POD_NAME)");
        values.remove("DEX_CONFIG");
        values.remove("DEX_COINDESK_API_KEY");
        assertThat(AppConfig.load(values).service().environment()).isEqualTo(environment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void theGracePeriodCoversTheStepsOfAStop(String environment) {
        ServiceConfig config = AppConfig.load(Map.of("ENVIRONMENT", environment)).service();
        Duration stop = config.shutdown().drainDelay().plus(config.shutdown().requestDeadline())
                .plus(config.tracing().flushTimeout()).plus(config.logging().flushTimeout());
        JsonNode pod = rendered(environment).pod().path("spec");

        assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong())).isGreaterThan(stop);
        assertThat(pod.at("/containers/0").has("lifecycle")).as("the drain delay is the preStop").isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void podsAreRestrictedAndSelected(String environment) {
        Manifests manifests = rendered(environment);
        JsonNode pod = manifests.pod();
        JsonNode spec = pod.path("spec");

        assertThat(spec.at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
        assertThat(spec.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(spec.path("enableServiceLinks").booleanValue()).isFalse();
        assertThat(spec.path("automountServiceAccountToken").booleanValue()).isFalse();
        assertThat(spec.path("topologySpreadConstraints")).hasSize(2);
        JsonNode container = manifests.container();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").booleanValue()).isTrue();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
        for (String resource : List.of("requests/cpu", "requests/memory", "limits/memory")) {
            assertThat(container.at("/resources/" + resource).asText()).as(resource).isNotBlank();
        }
        JsonNode labels = pod.at("/metadata/labels");
        for (JsonNode selector : List.of(manifests.one("Deployment").at("/spec/selector/matchLabels"),
                manifests.one("Service").at("/spec/selector"),
                manifests.one("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                manifests.one("NetworkPolicy").at("/spec/podSelector/matchLabels"))) {
            assertThat(selector).isEqualTo(labels);
        }
        assertThat(manifests.one("ServiceMonitor").at("/spec/selector/matchLabels"))
                .isEqualTo(manifests.one("Service").at("/metadata/labels"));
        assertThat(spec.path("serviceAccountName").asText())
                .isEqualTo(manifests.one("ServiceAccount").at("/metadata/name").asText());
        assertThat(manifests.one("HorizontalPodAutoscaler").at("/spec/scaleTargetRef/name").asText())
                .isEqualTo(manifests.one("Deployment").at("/metadata/name").asText());
        assertThat(manifests.one("HorizontalPodAutoscaler").at("/spec/metrics/1/pods/metric/name").asText())
                .isEqualTo("http_requests_in_flight");
        assertThat(manifests.one("Namespace").at("/metadata/labels").toString()).contains("\"restricted\"");
        assertThat(manifests.objects()).filteredOn(object -> !object.path("kind").asText().equals("Namespace"))
                .allSatisfy(object -> assertThat(object.at("/metadata/namespace").asText())
                        .isEqualTo("dataenginex-" + environment));
    }

    @Test
    void rulesAndRoutesAreInfrasAndThereOnce() {
        Manifests manifests = rendered("monitoring");

        assertThat(manifests.one("PrometheusRule").path("spec")).as("run k8s/monitoring/prometheusrule.sh")
                .isEqualTo(Infra.yaml(Infra.RULES));
        String routes = new String(Base64.getMimeDecoder().decode(
                manifests.one("Secret").path("data").path("alertmanager.yaml").asText()),
                StandardCharsets.UTF_8);
        assertThat(routes).isEqualTo(Infra.text(Infra.FOLDER.resolve("monitoring/alertmanager.yml")));
        // Where the operator mounts a Secret of that name, and where the compose file mounts the folder.
        String secrets = "/etc/alertmanager/secrets/alertmanager-secrets";
        assertThat(routes).contains(secrets + "/slack_webhook_url", secrets + "/smtp_password");
        assertThat(Infra.text(Infra.FOLDER.resolve("docker-compose.yml"))).contains(":" + secrets + ":ro");
        JsonNode example = Infra.yaml(Manifests.FOLDER.resolve("monitoring/secrets.example.yaml"));
        assertThat(example.at("/metadata/name").asText()).isEqualTo("alertmanager-secrets");
        assertThat(example.path("stringData").fieldNames()).toIterable().containsExactly("slack_webhook_url",
                "smtp_password");
        for (String environment : Settings.ENVIRONMENTS) {
            assertThat(rendered(environment).objects()).extracting(object -> object.path("kind").asText())
                    .doesNotContain("PrometheusRule", "Secret");
        }
    }

    @Test
    void prodIsPinnedAndEachEnvironmentHasItsImage() {
        Set<String> images = new HashSet<>();
        for (String environment : Settings.ENVIRONMENTS) {
            images.add(rendered(environment).container().path("image").asText());
        }
        assertThat(images).hasSize(3).doesNotContain("dataenginex");
        assertThat(rendered("prod").container().path("image").asText()).matches(".+:\\d+\\.\\d+\\.\\d+");
        JsonNode sets = Infra.yaml(Manifests.FOLDER.resolve("argocd/applicationset.yaml"));
        assertThat(sets.at("/spec/goTemplateOptions/0").asText()).isEqualTo("missingkey=error");
        JsonNode elements = sets.at("/spec/generators/0/list/elements");
        Set<String> names = new TreeSet<>(Settings.ENVIRONMENTS);
        names.add("monitoring");
        assertThat(new TreeSet<>(elements.findValuesAsText("name"))).isEqualTo(names);
        for (JsonNode element : elements) {
            assertThat(rendered(Path.of(element.path("path").asText())).objects())
                    .allSatisfy(object -> assertThat(object.at("/metadata/namespace")
                            .asText(object.at("/metadata/name").asText()))
                            .isEqualTo(element.path("namespace").asText()));
        }
        assertThat(sets.at("/spec/generators/0/list/elements/2/revision").asText()).matches("v\\d+\\.\\d+\\.\\d+");
        assertThat(sets.at("/spec/template/spec/syncPolicy/automated/prune").booleanValue()).isTrue();
        assertThat(sets.at("/spec/template/spec/syncPolicy/automated/selfHeal").booleanValue()).isTrue();
    }

    /** The example is off twice: no overlay takes it, and it is suspended. */
    @Test
    void drillsAreOffAndKnowTheServicesKeyWhereAnOverlayTakesThem(@TempDir Path copy) throws IOException {
        for (String environment : Settings.ENVIRONMENTS) {
            assertThat(rendered(environment).text()).doesNotContain("CronJob", "DRILL");
        }
        for (String tree : List.of("k8s", "config")) {
            try (Stream<Path> files = Files.walk(Path.of(tree)).filter(Files::isRegularFile)) {
                for (Path file : files.toList()) {
                    Files.createDirectories(copy.resolve(file).getParent());
                    Files.copy(file, copy.resolve(file));
                }
            }
        }
        Path overlay = copy.resolve("k8s/overlays/stage");
        Files.writeString(overlay.resolve("kustomization.yaml"), "components: [../../drill]\n",
                StandardOpenOption.APPEND);
        Manifests manifests = rendered(overlay);
        JsonNode job = manifests.one("CronJob").path("spec");
        JsonNode container = job.at("/jobTemplate/spec/template/spec/containers/0");

        assertThat(job.path("suspend").booleanValue()).isTrue();
        assertThat(container.path("image").asText()).isEqualTo(manifests.container().path("image").asText());
        assertThat(container.path("env")).hasSize(1);
        assertThat(manifests.container().path("env")).contains(container.path("env").get(0));
    }

    /** @param name an environment, or {@code monitoring} */
    static Manifests rendered(String name) {
        return rendered(name.equals("monitoring")
                ? Manifests.FOLDER.resolve(name)
                : Manifests.FOLDER.resolve("overlays").resolve(name));
    }

    private static Manifests rendered(Path folder) {
        return Manifests.of(Tool.run("",
                List.of(Tool.require("kubectl").toString(), "kustomize", folder.toString())));
    }

    private static Set<String> endpoints() {
        try (TestApplication app = TestApplication.start()) {
            return Set.copyOf(app.endpoints().stream().map(Endpoint::template).toList());
        }
    }

    private static Settings known() {
        Settings settings = new Settings(Map.of(), DataEngineX.CONFIG);
        AppConfig.read(settings);
        return settings;
    }
}
