package com.dataenginex.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.infra.Infra;
import com.dataenginex.support.Lines;
import com.dataenginex.support.Tool;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The compose file on podman's socket, with images that are made here under the names that it uses. Left out are those that
 * cannot be made (Grafana, Loki, Tempo); and the way of the logs, since podman writes them in another format and folder than
 * Docker's driver, which the collector reads.
 */
class ComposeIT {
    private static final Path SCRIPTS = Infra.FOLDER.resolve("proof/node").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void theStackComesUpAndIsScrapedTracedAndAlerted() {
        ContainerEngine.require();
        Room.require("docker-compose", "busybox", "curl");
        Tool.requireBuilt("collector-0.159.0-2");
        Tool.requireBuilt("jaeger-1.76.0");
        Path archive = folder.resolve("docker.tar");
        ServiceImage.build("docker", archive, "1.0.0");
        try (ContainerEngine engine = new ContainerEngine(folder.resolve("engine"), 4)) {
            assertThat(engine.withPodman(SCRIPTS.resolve("stack-images").toString()).lines()
                    .filter(line -> line.startsWith("made: "))).hasSize(6);
            engine.load(archive);
            engine.podman("tag", ServiceImage.REPOSITORY + ":1.0.0", "docker.io/library/dataenginex:1.0.0");
            engine.serve();

            assertThat(compose(engine, "--profile", "traffic", "up", "-d", "--no-build")).contains("done")
                    .doesNotContain("ERROR");

            everyHealthCheckPasses(engine);
            await().until(() -> value(engine, "count(up == 1)") == 1);
            await().until(() -> value(engine,
                    "sum(http_requests_total{endpoint=\"/api/external-data\",status=\"200\"})") > 0);
            await().until(() -> get(engine, "16686/api/traces?service=dataenginex&limit=5").path("data").size() > 0);
            await().until(() -> get(engine, "9093/api/v2/alerts").toString().contains("DataEngineXWatchdog"));

            compose(engine, "stop", "dataenginex");
            assertThat(engine.podman("logs", "dex_dataenginex_1").lines().toList().getLast())
                    .contains("service_stopped", "\"clean\":true");
            await().until(() -> value(engine, "count(ALERTS{alertname=\"DataEngineXDown\"})") == 1);
            System.out.println("MEASURED: the compose file on podman: " + engine.podman("ps", "--all", "--format",
                    "{{.Names}} {{.State}}").lines().sorted().toList());
        }
    }

    private static void everyHealthCheckPasses(ContainerEngine engine) {
        for (String service : List.of("dataenginex", "prometheus", "alertmanager", "jaeger")) {
            await().until(() -> engine.podman("healthcheck", "run", "dex_" + service + "_1").isBlank());
        }
    }

    private static String compose(ContainerEngine engine, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "DOCKER_HOST=unix:///run/podman.sock", "docker-compose",
                "--project-name", "dex", "-f", Infra.FOLDER.resolve("docker-compose.yml").toAbsolutePath().toString(),
                "-f", SCRIPTS.resolve("compose-here.yml").toString()));
        command.addAll(List.of(arguments));
        return engine.room().run(command.toArray(String[]::new));
    }

    private static double value(ContainerEngine engine, String query) {
        JsonNode result = get(engine, "9090/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result");
        return result.isEmpty() ? Double.NaN : result.get(0).path("value").get(1).asDouble();
    }

    /** On the room's own address of loopback, since the compose file publishes on no other. */
    private static JsonNode get(ContainerEngine engine, String target) {
        String answer = engine.room().run("curl", "-s", "-m", "5", "http://127.0.0.1:" + target);
        return Lines.parse(answer.startsWith("{") || answer.startsWith("[") ? answer : "{}");
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1));
    }
}
