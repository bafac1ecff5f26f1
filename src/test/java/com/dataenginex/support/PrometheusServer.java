package com.dataenginex.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The real Prometheus. */
public final class PrometheusServer implements AutoCloseable {
    /** An alert that fires before Alertmanager is found comes again within the tests' patience; the default is a minute. */
    private static final String RESEND = "--rules.alert.resend-delay=10s";

    private final int port = Ports.free();
    private final JsonApi api = new JsonApi(port, "/api/v1/");
    private final Path file;
    private final Process process;

    /** @param config of Prometheus; skips the test where it is not installed */
    public PrometheusServer(Path folder, String config) {
        Path program = MonitoringTool.PROMETHEUS.require();
        try {
            file = Files.writeString(folder.resolve("prometheus.yml"), config);
            process = new ProcessBuilder(program.toString(), "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port,
                    "--enable-feature=exemplar-storage", RESEND).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prometheus.log").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it another configuration, and waits until it has it. */
    public void reload(String config) {
        double earlier = reloaded();
        try {
            Files.writeString(file, config);
            new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await(Duration.ofSeconds(30), () -> reloaded() > earlier);
    }

    private double reloaded() {
        return new Scrape(new JsonApi(port, "").text("/metrics"))
                .sum("prometheus_config_last_reload_success_timestamp_seconds");
    }

    public int port() {
        return port;
    }

    /** The value of the first series, or NaN if there is none. */
    public double value(String query) {
        JsonNode result = query(query);
        return result.isEmpty() ? Double.NaN : Double.parseDouble(result.get(0).path("value").get(1).asText());
    }

    /** All series of an instant query; missing if Prometheus refuses it. */
    public JsonNode query(String query) {
        return api("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)).path("data").path("result");
    }

    public JsonNode api(String call) {
        return api.get(call);
    }

    public static void await(Duration limit, Callable<Boolean> condition) {
        Awaitility.await().atMost(limit).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
