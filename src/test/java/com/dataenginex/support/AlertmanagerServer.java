package com.dataenginex.support;

import com.dataenginex.infra.Shortened;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The real Alertmanager with the shipped routes, and the webhook that stands for Slack and for the mail. It takes alerts once it is made:
 * one that Prometheus could not deliver would come again only after its resend delay of a minute.
 */
public final class AlertmanagerServer implements AutoCloseable {
    /** One alert of one notification. */
    public record Notified(String receiver, String status, JsonNode alert) {
        public String label(String name) {
            return alert.path("labels").path(name).asText();
        }

        public boolean is(String to, String alertname, String itsStatus) {
            return receiver.equals(to) && label("alertname").equals(alertname) && status.equals(itsStatus);
        }
    }

    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final List<Notified> notified = new CopyOnWriteArrayList<>();
    private final int port = Ports.free();
    private final JsonApi api = new JsonApi(port, "/api/v2/");
    private final HttpServer webhook;
    private final Process process;

    public AlertmanagerServer(Path folder) {
        this(folder, shipped -> shipped);
    }

    /** @param edit of the configuration, which is one line of JSON */
    public AlertmanagerServer(Path folder, UnaryOperator<String> edit) {
        Path program = MonitoringTool.ALERTMANAGER.require();
        try {
            webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            webhook.createContext("/", exchange -> {
                String receiver = exchange.getRequestURI().getPath().substring(1);
                Lines.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)).path("alerts")
                        .forEach(alert -> notified
                                .add(new Notified(receiver, alert.path("status").asText(), alert)));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            webhook.start();
            Path config = Files.writeString(folder.resolve("alertmanager.yml"),
                    edit.apply(Shortened
                            .alertmanager("http://127.0.0.1:" + webhook.getAddress().getPort() + "/")));
            List<String> command = new ArrayList<>(List.of(program.toString(), "--config.file=" + config,
                    "--storage.path=" + folder.resolve("alertmanager"), "--web.listen-address=127.0.0.1:" + port,
                    "--cluster.listen-address="));
            if (Tool.run("", List.of(program.toString(), "--help")).contains("receiver-name-in-metrics")) {
                // All receivers are webhooks here, and would share their counters: a drill would take one's notification for another's.
                command.add("--enable-feature=receiver-name-in-metrics");
            }
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("alertmanager.log").toFile()).start();
            PrometheusServer.await(READY_WITHIN, () -> api.get("status").has("versionInfo"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on nobody takes the notifications. */
    public void endReceiver() {
        webhook.stop(0);
    }

    public int port() {
        return port;
    }

    public List<Notified> notified() {
        return notified;
    }

    /** Whether an alert with these labels is active, and held back by another one. */
    public boolean inhibits(String alertname, String severity) {
        for (JsonNode alert : api.get("alerts")) {
            if (alert.path("labels").path("alertname").asText().equals(alertname)
                    && alert.path("labels").path("severity").asText().equals(severity)
                    && !alert.path("status").path("inhibitedBy").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The values of a label of all alerts of that name that are active, and held back by another one. */
    public Set<String> inhibited(String alertname, String label) {
        Set<String> values = new TreeSet<>();
        for (JsonNode alert : api.get("alerts")) {
            if (alert.path("labels").path("alertname").asText().equals(alertname)
                    && !alert.path("status").path("inhibitedBy").isEmpty()) {
                values.add(alert.path("labels").path(label).asText());
            }
        }
        return values;
    }

    @Override
    public void close() {
        Tool.end(process);
        webhook.stop(0);
    }
}
