package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.cluster.ClusterLoad.Result;
import com.dataenginex.cluster.KubernetesNode.Application;
import com.dataenginex.config.Settings;
import com.dataenginex.infra.Manifests;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real node does with the overlays as they are, and what clients see meanwhile. Where the documents promise that no
 * request fails, none may.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
    private static final Map<String, Integer> REPLICAS = Map.of("dev", 1, "stage", 2, "prod", 3);
    private static final int PODS = 3;

    private KubernetesNode node;
    private Application prod;

    @BeforeAll
    void start(@TempDir Path folder) {
        KubernetesNode.require();
        node = new KubernetesNode(folder.resolve("node"), 1, "main", "1.0.0-rc.1", "1.0.0");
        prod = node.application("prod");
    }

    @AfterAll
    void end() {
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void threePodsOfProd() {
        prod.apply(overlay("prod"));
        prod.rolledOut(PODS);
        KubernetesNode.await().until(() -> prod.pods().size() == PODS);
    }

    @Test
    @Order(1)
    void everyOverlayRunsAsItIs() {
        for (String environment : Settings.ENVIRONMENTS) {
            Application application = node.application(environment);
            application.apply(overlay(environment));
            application.rolledOut(REPLICAS.get(environment));

            for (JsonNode pod : application.ready()) {
                assertThat(pod.at("/status/containerStatuses/0/restartCount").asInt()).isZero();
                assertThat(application.kubectl("logs", KubernetesNode.name(pod))).contains("service_started");
            }
            // The startup probe may come before the listener; the others may not fail.
            assertThat(application.events()).noneMatch(event -> event.contains("Readiness probe failed")
                    || event.contains("Liveness probe failed") || event.startsWith("BackOff"));
        }
        for (String environment : List.of("dev", "stage")) {
            node.run("", "delete", "namespace", "dataenginex-" + environment);
        }
    }

    @Test
    @Order(2)
    void aRollingRestartFailsNoRequest() {
        Result seen = under("rolling restart of 3 pods", () -> {
            assertThat(prod.kubectl("rollout", "restart", "deployment/dataenginex")).contains("restarted");
            prod.rolledOut(PODS);
        });

        seen.nothingFailed();
        assertThat(seen.goodbyes()).isPositive();
    }

    @Test
    @Order(3)
    void scalingUpAndDownFailsNoRequest() {
        Result seen = under("scaled from 3 to 5 and back", () -> {
            prod.kubectl("scale", "deployment/dataenginex", "--replicas=5");
            prod.rolledOut(5);
            prod.kubectl("scale", "deployment/dataenginex", "--replicas=3");
            KubernetesNode.await().until(() -> prod.pods().size() == PODS);
        });

        seen.nothingFailed();
    }

    @Test
    @Order(4)
    void aDeletedPodFailsNoRequest() {
        Result seen = under("a pod deleted", () -> {
            String name = KubernetesNode.name(prod.ready().getFirst());
            prod.kubectl("delete", "pod", name);
            prod.rolledOut(PODS);
        });

        seen.nothingFailed();
    }

    /** No promise: what it had under way is lost, and new connections until the node has noticed. */
    @Test
    @Order(5)
    void aKilledPodFailsWhatItHadAndComesBack() {
        JsonNode pod = prod.ready().getFirst();
        String container = pod.at("/status/containerStatuses/0/containerID").asText().replace("containerd://", "");
        Result seen = under("the process of a pod killed", () -> {
            node.room().run("ctr", "--address", "/run/containerd-node.sock", "--namespace", "k8s.io", "tasks", "kill",
                    "--signal", "SIGKILL", container);
            KubernetesNode.await().until(() -> prod.pods().stream().anyMatch(
                    one -> one.at("/status/containerStatuses/0/lastState/terminated/exitCode").asInt() == 137));
            prod.rolledOut(PODS);
        });

        assertThat(prod.pods()).hasSize(PODS);
        assertThat(seen.failed()).isLessThan(seen.sent() / 4);
        seen.withoutGap();
    }

    @Test
    @Order(6)
    void aChangedConfigurationAndBackFailsNoRequest(@TempDir Path copy) throws IOException {
        for (String name : List.of("config", "k8s")) {
            Tool.run("", List.of("cp", "-r", name, copy.toString()));
        }
        Path file = copy.resolve("config/application-prod.yaml");
        Files.writeString(file, Files.readString(file) + "server: {max-streams: 1999}\n");
        Manifests changed = Manifests.of(Tool.run("",
                List.of(Tool.require("kubectl").toString(), "kustomize",
                        copy.resolve("k8s/overlays/prod").toString())));
        String before = map(overlay("prod"));
        assertThat(map(changed)).isNotEqualTo(before);

        List<String> used = new ArrayList<>();
        Result seen = under("configuration changed and back", () -> {
            prod.apply(changed);
            prod.rolledOut(PODS);
            prod.ready().forEach(pod -> used.addAll(pod.at("/spec/volumes").findValuesAsText("name")));
            assertThat(metric(prod.ready().getFirst(), "sse_streams_limit")).endsWith(" 1999.0");
            prod.apply(overlay("prod"));
            prod.rolledOut(PODS);
        });

        assertThat(used).contains(map(changed)).doesNotContain(before);
        assertThat(prod.kubectl("get", "configmaps", "-o", "name")).as("a rollback by hand needs both")
                .contains(before, map(changed));
        seen.nothingFailed();
    }

    @Test
    @Order(7)
    void aRolloutThatNeverBecomesReadyStopsWhileTheOldPodsServe() {
        Result seen = under("a rollout with a dead hard dependency, and its undo", () -> {
            prod.setEnvironment("DEX_CACHE_HOST=" + node.host(), "DEX_CACHE_PORT=1");
            assertThat(prod.kubectl("rollout", "status", "deployment/dataenginex", "--timeout=25s"))
                    .contains("timed out");
            assertThat(prod.ready()).hasSize(PODS);
            assertThat(prod.pods()).as("one new pod, not ready").hasSize(PODS + 1);
            assertThat(prod.events())
                    .anyMatch(event -> event.contains("Readiness probe failed") && event.contains("503"));
            assertThat(prod.kubectl("rollout", "undo", "deployment/dataenginex")).contains("rolled back");
            prod.rolledOut(PODS);
        });

        seen.nothingFailed();
    }

    @Test
    @Order(8)
    void aReleaseThatNeedsMoreThanTheMemoryLimitIsKilledWhileTheOldPodsServe() {
        Result seen = under("a rollout whose pods are killed at the memory limit, and its undo", () -> {
            prod.setEnvironment("JAVA_TOOL_OPTIONS=-Xms300m -Xmx300m -XX:+AlwaysPreTouch");
            KubernetesNode.await().until(() -> prod.pods().stream()
                    .anyMatch(pod -> pod.at("/status/containerStatuses/0/lastState/terminated/reason").asText()
                            .equals("OOMKilled")));
            JsonNode killed = prod.pods().stream()
                    .map(pod -> pod.at("/status/containerStatuses/0/lastState/terminated"))
                    .filter(state -> state.has("reason")).findFirst().orElseThrow();
            assertThat(killed.path("exitCode").asInt()).isEqualTo(137);
            assertThat(prod.ready()).hasSize(PODS);
            assertThat(prod.kubectl("rollout", "undo", "deployment/dataenginex")).contains("rolled back");
            prod.rolledOut(PODS);
        });

        seen.nothingFailed();
    }

    /** Nobody is promised anything: the service says of itself that it cannot serve, in every pod at once. */
    @Test
    @Order(9)
    void aHardDependencyThatDiesTakesAllPodsOutAndBringsThemBack() throws IOException {
        try (DyingServer cache = new DyingServer(node.host())) {
            prod.setEnvironment("DEX_CACHE_HOST=" + node.host(), "DEX_CACHE_PORT=" + cache.port());
            prod.rolledOut(PODS);
            KubernetesNode.await().until(() -> prod.pods().size() == PODS);
            try (ClusterLoad load = new ClusterLoad(prod.service())) {
                load.forSeconds(3);
                assertThat(load.failed()).isZero();
                long died = System.nanoTime();
                cache.close();
                KubernetesNode.await().until(() -> prod.ready().isEmpty());
                double out = (System.nanoTime() - died) / 1e9;
                load.forSeconds(5);
                long failed = load.failed();
                assertThat(failed).as("new connections are refused").isPositive();
                cache.open();
                long back = System.nanoTime();
                KubernetesNode.await().until(() -> prod.ready().size() == PODS);
                double in = (System.nanoTime() - back) / 1e9;
                // One that waits for its connection since before may still fail.
                KubernetesNode.await().until(() -> {
                    long before = load.failed();
                    return load.forSeconds(4).failed() == before;
                });
                Result seen = load.end(
                        "a hard dependency dead in all pods: none ready after %.0f s, all again %.0f s after its return"
                                .formatted(out, in));

                assertThat(prod.pods()).allMatch(
                        pod -> pod.at("/status/containerStatuses/0/restartCount").asInt() == 0);
                seen.withoutGap();
            }
        }
    }

    private Result under(String what, Runnable change) {
        try (ClusterLoad load = new ClusterLoad(prod.service())) {
            load.forSeconds(2);
            long start = System.nanoTime();
            change.run();
            long took = (System.nanoTime() - start) / 1_000_000_000;
            load.forSeconds(5);
            return load.end(what + " (" + took + " s)");
        }
    }

    private String metric(JsonNode pod, String name) {
        return node.run("", "get", "--raw", "/api/v1/namespaces/dataenginex-prod/pods/" + KubernetesNode.name(pod)
                + ":8000/proxy/metrics").lines().filter(line -> line.startsWith(name)).findFirst().orElse("");
    }

    private static String map(Manifests manifests) {
        return manifests.one("ConfigMap").at("/metadata/name").asText();
    }

    private static Manifests overlay(String environment) {
        return Manifests.of(Tool.run("", List.of(Tool.require("kubectl").toString(), "kustomize",
                Manifests.FOLDER.resolve("overlays").resolve(environment).toString())));
    }
}
