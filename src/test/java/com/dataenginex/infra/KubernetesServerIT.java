package com.dataenginex.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.config.Settings;
import com.dataenginex.support.KubernetesServer;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real API server takes every overlay without a warning, in namespaces that enforce the restricted policy. */
class KubernetesServerIT {
    private static final String[] STRICT = {"apply", "--server-side", "--validate=strict", "-f", "-"};

    @TempDir
    private Path folder;

    @Test
    void takesEveryOverlayAndRefusesWhatIsWrong() {
        try (KubernetesServer server = new KubernetesServer(folder)) {
            server.define(Tool.requireBuilt("kubernetes-definitions-1"));
            server.run("", "create", "namespace", "monitoring");
            for (String environment : Settings.ENVIRONMENTS) {
                Manifests manifests = KubernetesManifestIT.rendered(environment);
                takes(server, manifests, "dataenginex-" + environment);
                assertThat(server.run(pod(manifests, true).toString(), "apply", "--server-side", "--dry-run=server",
                        "--validate=strict", "-f", "-"))
                        .isEqualTo("pod/bare serverside-applied (server dry run)\n");
            }
            takes(server, KubernetesManifestIT.rendered("monitoring"), "monitoring");
            applicationsAreTaken(server);
            wrongFieldsAndRootAreRefused(server);
        }
    }

    private static void takes(KubernetesServer server, Manifests manifests, String namespace) {
        String first = server.run(manifests.text(), STRICT);
        assertThat(first.lines()).as(first).hasSize(manifests.objects().size())
                .allMatch(line -> line.endsWith(" serverside-applied"));
        Map<String, String> versions = versions(server, namespace);
        assertThat(versions).hasSizeGreaterThanOrEqualTo(manifests.objects().size() - 1);

        assertThat(server.run(manifests.text(), STRICT)).isEqualTo(first);
        assertThat(versions(server, namespace)).as("applied twice, %s changes", namespace).isEqualTo(versions);

    }

    private static void applicationsAreTaken(KubernetesServer server) {
        server.run("", "create", "namespace", "argocd");

        assertThat(server.run("", "apply", "--server-side", "--validate=strict", "-f",
                Manifests.FOLDER.resolve("argocd").toString()))
                .isEqualTo("applicationset.argoproj.io/dataenginex serverside-applied\n");
    }

    /** The proof can fail. */
    private static void wrongFieldsAndRootAreRefused(KubernetesServer server) {
        Manifests prod = KubernetesManifestIT.rendered("prod");

        assertThat(server.run(prod.text().replace("periodSeconds:", "periodSecond:"), STRICT))
                .contains(".periodSecond: field not declared in schema");
        assertThat(server.run(prod.text().replace("interval: 15s", "intervall: 15s"), STRICT))
                .contains("Error from server", "intervall");
        assertThat(server.run(prod.text().replace("runAsNonRoot: true", "runAsNonRoot: false"), STRICT))
                .contains("Warning: would violate PodSecurity");
        assertThat(server.run(pod(prod, false).toString(), "apply", "--server-side", "--dry-run=server", "-f", "-"))
                .contains("violates PodSecurity", "runAsNonRoot");
    }

    /** A bare Pod from the Deployment's template. */
    private static JsonNode pod(Manifests manifests, boolean asItIs) {
        ObjectNode pod = new ObjectMapper().createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", "bare").put("namespace",
                manifests.one("Deployment").at("/metadata/namespace").asText());
        ObjectNode spec = manifests.pod().path("spec").deepCopy();
        if (!asItIs) {
            ((ObjectNode) spec.path("securityContext")).put("runAsNonRoot", false).put("runAsUser", 0);
        }
        pod.set("spec", spec);
        return pod;
    }

    private static Map<String, String> versions(KubernetesServer server, String namespace) {
        Map<String, String> versions = new TreeMap<>();
        String kinds = "serviceaccounts,configmaps,secrets,services,deployments,horizontalpodautoscalers,"
                + "poddisruptionbudgets,networkpolicies,servicemonitors,prometheusrules";
        Lines.parse(server.run("", "get", kinds, "-n", namespace, "-o", "json").lines()
                .reduce("", String::concat)).path("items")
                .forEach(item -> versions.put(
                        item.path("kind").asText() + "/" + item.at("/metadata/name").asText(),
                        item.at("/metadata/resourceVersion").asText()));
        return versions;
    }
}
