package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the manifests do in operation: slow starts, resizes, rollbacks, name look-ups. */
class KubernetesOperationsIT {
    /** Measured with a tenth of a core, which is what the Deployment asks for. */
    private static final Duration SLOWEST_START = Duration.ofSeconds(37);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void aStartWithTheRequestedCpuIsGivenThriceItsTime(String environment) {
        JsonNode container = KubernetesManifestIT.rendered(environment).container();
        JsonNode probe = container.path("startupProbe");

        assertThat(container.at("/resources/requests/cpu").asText()).isEqualTo("100m");
        assertThat(Duration.ofSeconds(probe.path("periodSeconds").asLong() * probe.path("failureThreshold").asLong()))
                .isGreaterThan(SLOWEST_START.multipliedBy(3));
        assertThat(container.path("resizePolicy").toString())
                .contains("{\"resourceName\":\"cpu\",\"restartPolicy\":\"NotRequired\"}",
                        "{\"resourceName\":\"memory\",\"restartPolicy\":\"RestartContainer\"}");
    }

    /** A rollback by hand starts pods that refer to the map of before. */
    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void theConfigurationOfBeforeIsNotPruned(String environment) {
        JsonNode annotations = KubernetesManifestIT.rendered(environment).one("ConfigMap").at("/metadata/annotations");

        assertThat(annotations.path("argocd.argoproj.io/sync-options").asText()).isEqualTo("Prune=false");
        assertThat(annotations.path("argocd.argoproj.io/compare-options").asText()).isEqualTo("IgnoreExtraneous");
    }

    @Test
    void aChangeOfOneEnvironmentsFileReplacesThatEnvironmentsPodsAlone() throws IOException {
        copy(Path.of("config"));
        copy(Path.of("k8s"));
        List<String> before = List.of(map("dev"), map("stage"), map("prod"));
        Path file = folder.resolve("config/application-stage.yaml");
        Files.writeString(file, Files.readString(file) + "# changed\n");

        assertThat(map("dev")).isEqualTo(before.get(0));
        assertThat(map("stage")).isNotEqualTo(before.get(1));
        assertThat(map("prod")).isEqualTo(before.get(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "stage", "prod"})
    void theNetworkPolicyLetsNamesBeLookedUpOnTheNodeToo(String environment) {
        JsonNode egress = KubernetesManifestIT.rendered(environment).one("NetworkPolicy").at("/spec/egress");

        List<String> dns = new ArrayList<>();
        List<String> https = new ArrayList<>();
        for (JsonNode rule : egress) {
            switch (rule.at("/ports/0/port").asInt()) {
                case 53 -> dns.addAll(rule.path("to").findValuesAsText("cidr"));
                case 443 -> https.addAll(rule.path("to").findValuesAsText("cidr"));
                default -> {
                    // Its own namespace, and the collector.
                }
            }
        }
        assertThat(dns).as("NodeLocal DNSCache").containsExactly("169.254.20.10/32");
        assertThat(https).as("IPv4 and IPv6").containsExactly("0.0.0.0/0", "::/0");
    }

    private String map(String environment) {
        return Manifests.of(Tool.run("", List.of(Tool.require("kubectl").toString(), "kustomize",
                folder.resolve("k8s/overlays").resolve(environment).toString()))).one("ConfigMap")
                .at("/metadata/name").asText();
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, folder.resolve(file.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
