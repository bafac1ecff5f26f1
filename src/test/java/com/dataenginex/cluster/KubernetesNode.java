package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.infra.Manifests;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A Kubernetes node that runs our pods: a real kubelet, kube-proxy and controllers. */
final class KubernetesNode implements AutoCloseable {
    /** What only the node needs of the system's packages; {@code .ci/run} has the same list. */
    private static final String[] PROGRAMS = {"kubectl", "etcd", "openssl", "curl", "containerd", "runc", "iptables",
        "conntrack", "dnsmasq", "buildah", "ip"};
    private static final String[] BUILT = {"kube-apiserver-1.34.1", "kubelet-1.34.1", "kube-controller-manager-1.34.1",
        "kube-scheduler-1.34.1", "kube-proxy-1.34.1", "pause-1", "kubernetes-definitions-1"};
    private static final Duration LIMIT = Duration.ofSeconds(300);

    private final Room room;
    private final String kubectl = Tool.require("kubectl").toString();
    private final int number;

    /** Skips the test where something is missing. */
    static void require() {
        for (String program : BUILT) {
            Tool.requireBuilt(program);
        }
        Room.require(PROGRAMS);
    }

    KubernetesNode(Path folder, int number, String... tags) {
        require();
        this.number = number;
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(number)));
        for (String tag : tags) {
            arguments.add(ServiceImage.archive(tag).toString());
        }
        room = new Room(folder, "node", arguments);
        run("", "apply", "--server-side", "-f", Tool.requireBuilt("kubernetes-definitions-1")
                .resolve("monitoring.coreos.com_servicemonitors.yaml").toString());
        run("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    }

    Room room() {
        return room;
    }

    /** Where pods find this machine. */
    String host() {
        return "10.245." + number + ".1";
    }

    String run(String stdin, String... arguments) {
        return Tool.run(stdin, command(arguments));
    }

    /** Starts kubectl, for what does not end by itself. */
    Process start(String... arguments) {
        try {
            return new ProcessBuilder(command(arguments)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(kubectl, "--kubeconfig=" + room.folder().resolve("kubeconfig")));
        command.addAll(List.of(arguments));
        return command;
    }

    /** What a client of the API server needs: its address and the token. */
    String server() {
        return "https://10.245." + number + ".2:6443";
    }

    String token() {
        try {
            return Files.readString(room.folder().resolve("tokens")).split(",")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return Lines.parse(run("", all.toArray(String[]::new)));
    }

    Application application(String environment) {
        return new Application("dataenginex-" + environment);
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(200));
    }

    @Override
    public void close() {
        room.close();
    }

    /** The service in one environment's namespace. */
    final class Application {
        private final String namespace;

        private Application(String namespace) {
            this.namespace = namespace;
        }

        String kubectl(String... arguments) {
            List<String> all = new ArrayList<>(List.of("-n", namespace));
            all.addAll(List.of(arguments));
            return run("", all.toArray(String[]::new));
        }

        /** Applies what kustomize makes of an overlay; a kind that has just been defined may take a moment to be served. */
        void apply(Manifests manifests) {
            await().until(() -> run(manifests.text(), "apply", "--server-side", "--validate=strict", "-f", "-").lines()
                    .allMatch(line -> line.endsWith(" serverside-applied")));
        }

        void rolledOut(int pods) {
            String said = kubectl("rollout", "status", "deployment/dataenginex", "--timeout=300s");
            assertThat(said).contains("successfully rolled out");
            await().untilAsserted(() -> assertThat(ready()).hasSize(pods));
        }

        void setEnvironment(String... variables) {
            List<String> all = new ArrayList<>(List.of("set", "env", "deployment/dataenginex"));
            all.addAll(List.of(variables));
            assertThat(kubectl(all.toArray(String[]::new))).contains("env updated");
        }

        List<JsonNode> pods() {
            List<JsonNode> pods = new ArrayList<>();
            json("-n", namespace, "get", "pods", "-l", "app=dataenginex").path("items").forEach(pods::add);
            return pods;
        }

        /** Those that are ready and stay. */
        List<JsonNode> ready() {
            return pods().stream().filter(pod -> !pod.at("/metadata").has("deletionTimestamp"))
                    .filter(pod -> pod.at("/status/containerStatuses/0/ready").booleanValue()).toList();
        }

        InetSocketAddress service() {
            return new InetSocketAddress(
                    json("-n", namespace, "get", "service", "dataenginex").at("/spec/clusterIP").asText(), 8_000);
        }

        /** What the kubelet and the controllers said, one line each: reason and message. */
        List<String> events() {
            List<String> events = new ArrayList<>();
            json("-n", namespace, "get", "events").path("items").forEach(
                    event -> events.add(event.path("reason").asText() + " " + event.path("message").asText()));
            return events;
        }
    }

    static String name(JsonNode pod) {
        return pod.at("/metadata/name").asText();
    }
}
