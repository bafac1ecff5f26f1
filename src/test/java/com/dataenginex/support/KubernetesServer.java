package com.dataenginex.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Kubernetes API server with its etcd: it validates and admits, and runs nothing. */
public final class KubernetesServer implements AutoCloseable {
    private static final String TOKEN = "proof";

    private final Path kubectl = Tool.require("kubectl");
    private final Path kubeconfig;
    private final List<Process> processes = new ArrayList<>();

    public KubernetesServer(Path folder) {
        Path server = Tool.requireBuilt("kube-apiserver-1.34.1");
        Path etcd = Tool.require("etcd");
        int store = Ports.free();
        int peer = Ports.free();
        int port = Ports.free();
        try {
            start(folder, "etcd", List.of(etcd.toString(), "--data-dir=" + folder.resolve("etcd"),
                    "--listen-client-urls=http://127.0.0.1:" + store,
                    "--advertise-client-urls=http://127.0.0.1:" + store,
                    "--listen-peer-urls=http://127.0.0.1:" + peer,
                    "--initial-advertise-peer-urls=http://127.0.0.1:" + peer,
                    "--initial-cluster=default=http://127.0.0.1:" + peer));
            String key = folder.resolve("accounts.key").toString();
            String openssl = Tool.require("openssl").toString();
            Tool.run("", List.of(openssl, "genrsa", "-out", key, "2048"));
            Tool.run("", List.of(openssl, "rsa", "-in", key, "-pubout", "-out", key + ".pub"));
            Path tokens = Files.writeString(folder.resolve("tokens.csv"), TOKEN + ",admin,admin,system:masters\n");
            start(folder, "apiserver", List.of(server.toString(), "--etcd-servers=http://127.0.0.1:" + store,
                    "--bind-address=127.0.0.1", "--secure-port=" + port, "--cert-dir=" + folder.resolve("certificates"),
                    "--service-account-issuer=https://kubernetes.default.svc",
                    "--service-account-key-file=" + key + ".pub", "--service-account-signing-key-file=" + key,
                    "--token-auth-file=" + tokens, "--authorization-mode=AlwaysAllow",
                    "--disable-admission-plugins=ServiceAccount", "--service-cluster-ip-range=10.96.0.0/16"));
            kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                    apiVersion: v1
                    kind: Config
                    current-context: proof
                    clusters: [{name: proof, cluster: {server: 'https://127.0.0.1:%d', insecure-skip-tls-verify: true}}]
                    users: [{name: proof, user: {token: %s}}]
                    contexts: [{name: proof, context: {cluster: proof, user: proof}}]
                    """.formatted(port, TOKEN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(500))
                .until(() -> run("", "get", "--raw", "/readyz").equals("ok"));
    }

    /** Installs definitions and waits until their kinds are served. */
    public void define(Path definitions) {
        try (Stream<Path> files = Files.list(definitions)) {
            files.sorted().forEach(file -> run("", "apply", "--server-side", "-f", file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("", "wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
    }

    /** Runs kubectl to its end; returns what it printed on both streams. */
    public String run(String stdin, String... arguments) {
        List<String> command = new ArrayList<>(List.of(kubectl.toString(), "--kubeconfig=" + kubeconfig));
        command.addAll(List.of(arguments));
        return Tool.run(stdin, command);
    }

    private void start(Path folder, String name, List<String> command) throws IOException {
        processes.add(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile()).start());
    }

    @Override
    public void close() {
        processes.reversed().forEach(Tool::end);
    }
}
