package com.dataenginex.support;

import com.dataenginex.infra.Infra;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** All that reads the telemetry of one service on one port, as shipped: Prometheus, Alertmanager, Jaeger, VictoriaLogs. */
public final class Telemetry implements AutoCloseable {
    private final Path folder;
    private final int service = Ports.free();
    private final AlertmanagerServer alertmanager;
    private final PrometheusServer prometheus;
    private final JaegerServer jaeger;
    private final VictoriaLogsServer logs;

    public Telemetry(Path folder) {
        this.folder = folder;
        alertmanager = new AlertmanagerServer(folder);
        prometheus = new PrometheusServer(folder, config(UnaryOperator.identity(), UnaryOperator.identity()));
        jaeger = new JaegerServer(folder);
        logs = new VictoriaLogsServer(folder);
    }

    /** Prometheus with the shipped rules, each edited. */
    public void reload(UnaryOperator<String> config, UnaryOperator<String> rules) {
        String edited = config(config, rules);
        prometheus.reload(edited);
        // It takes new targets every five seconds.
        PrometheusServer.await(Duration.ofSeconds(30),
                () -> has(prometheus.api("targets").at("/data/activeTargets"), edited));
    }

    private static boolean has(JsonNode targets, String config) {
        if (!config.contains("job_name")) {
            return targets.isArray() && targets.isEmpty();
        }
        JsonNode target = targets.path(0);
        return config.contains("environment: " + target.at("/labels/environment").asText("absent"))
                && config.contains(
                        "metrics_path: " + target.at("/discoveredLabels/__metrics_path__").asText("absent") + "\n")
                && !target.path("health").asText().equals("unknown");
    }

    private String config(UnaryOperator<String> edit, UnaryOperator<String> editRules) {
        try {
            Path rules = Files.writeString(folder.resolve("rules.yml"), editRules.apply(Infra.text(Infra.RULES)));
            return edit.apply("""
                    global: {scrape_interval: 1s, evaluation_interval: 1s}
                    rule_files: ['%s']
                    alerting: {alertmanagers: [{static_configs: [{targets: ['127.0.0.1:%d']}]}]}
                    scrape_configs:
                      - job_name: dataenginex
                        metrics_path: /metrics
                        static_configs: [{targets: ['127.0.0.1:%d'], labels: {environment: dev, app: dataenginex}}]
                    """.formatted(rules, alertmanager.port(), service));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service, on the port that is scraped; its spans go to Jaeger unless the variables say otherwise. */
    public TestApplication service(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(Map.of("PORT", Integer.toString(service), "ENVIRONMENT", "dev",
                "OTLP_ENDPOINT", "http://127.0.0.1:" + jaeger.grpc()));
        all.putAll(variables);
        return TestApplication.start(all);
    }

    /** Ships the service's lines until it is closed, as an agent does, each so many times. */
    public AutoCloseable shipping(TestApplication app, int times) {
        CountDownLatch end = new CountDownLatch(1);
        Thread agent = Thread.startVirtualThread(() -> {
            int shipped = 0;
            try {
                while (!end.await(100, TimeUnit.MILLISECONDS)) {
                    byte[] all = app.lines.toByteArray();
                    int whole = new String(all, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1;
                    for (int i = 0; i < times && whole > shipped; i++) {
                        logs.ship(new String(all, shipped, whole - shipped, StandardCharsets.UTF_8));
                    }
                    shipped = whole;
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return () -> {
            end.countDown();
            agent.join();
        };
    }

    public AlertmanagerServer alertmanager() {
        return alertmanager;
    }

    public PrometheusServer prometheus() {
        return prometheus;
    }

    public JaegerServer jaeger() {
        return jaeger;
    }

    public int logs() {
        return logs.port();
    }

    public int service() {
        return service;
    }

    @Override
    public void close() {
        logs.close();
        jaeger.close();
        prometheus.close();
        alertmanager.close();
    }
}
