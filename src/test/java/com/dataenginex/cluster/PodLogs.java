package com.dataenginex.cluster;

import com.dataenginex.cluster.KubernetesNode.Application;
import com.dataenginex.support.Lines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The lines of all pods that were there, read as they are written: the logs of a deleted pod are deleted with it. */
final class PodLogs implements AutoCloseable {
    private final KubernetesNode node;
    private final Application application;
    private final String namespace;
    private final Map<String, List<String>> lines = new ConcurrentHashMap<>();
    private final List<Thread> readers = new CopyOnWriteArrayList<>();
    private final List<Process> followers = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile boolean stopped;

    PodLogs(KubernetesNode node, String environment) {
        this.node = node;
        application = node.application(environment);
        namespace = "dataenginex-" + environment;
        watcher = Thread.ofVirtual().start(() -> {
            while (!stopped) {
                application.pods().stream().filter(pod -> pod.at("/status/containerStatuses/0/state").has("running"))
                        .map(KubernetesNode::name).filter(pod -> !lines.containsKey(pod)).forEach(this::follow);
            }
        });
    }

    private void follow(String pod) {
        List<String> all = Collections.synchronizedList(new ArrayList<>());
        lines.put(pod, all);
        Process process = node.start("-n", namespace, "logs", "--follow", pod);
        followers.add(process);
        readers.add(Thread.ofVirtual().start(() -> {
            try (BufferedReader in = process.inputReader()) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    all.add(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    /** By pod, what each wrote so far. */
    Map<String, List<JsonNode>> byPod() {
        Map<String, List<JsonNode>> all = new TreeMap<>();
        lines.forEach((pod, written) -> {
            synchronized (written) {
                all.put(pod, written.stream().filter(line -> line.startsWith("{")).map(Lines::parse).toList());
            }
        });
        return all;
    }

    int pods() {
        return lines.size();
    }

    @Override
    public void close() {
        stopped = true;
        followers.forEach(Process::destroyForcibly);
        try {
            watcher.join();
            for (Thread reader : readers) {
                reader.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
