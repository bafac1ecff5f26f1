package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Lines;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagedJarIT {
    @TempDir
    private Path folder;

    @Test
    void startsFromAnyDirectoryAndStopsInOrderOnSigterm() {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening()) {
            String response = new RawClient(service.port())
                    .exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            service.terminate();

            assertThat(service.awaitExit()).isZero();
            assertThat(response).startsWith("HTTP/1.1 200 OK").contains("DataEngineX API");
            List<JsonNode> lines = service.stdout().stream().map(Lines::parse).toList();
            assertThat(lines).extracting(line -> line.path("event").asText()).contains("service_started",
                    "request_completed");
            assertThat(lines.getLast().path("event").asText()).isEqualTo("service_stopped");
            assertThat(service.stderr()).isEmpty();
        }
    }

    @Test
    void refusesAWrongConfigurationWithEveryProblemAndExitCode78() {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of("PORT", "70000", "LOG_LEVEL", "LOUD"))) {
            assertThat(service.awaitExit()).isEqualTo(78);
            assertThat(service.stderr()).contains("server.port = \"70000\" from environment variable PORT",
                    "logging.level = \"LOUD\" from environment variable LOG_LEVEL").doesNotContain("\tat ");
            assertThat(service.stdout()).isEmpty();
        }
    }

    @Test
    void datesAreInGmtWhateverTheZone() {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of("TZ", "Asia/Kathmandu", "LC_ALL", "C"))
                .awaitListening()) {
            String served = new RawClient(service.port())
                    .exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String refused = new RawClient(service.port()).exchange("nonsense\r\n\r\n");

            assertThat(List.of(served, refused)).allSatisfy(response -> {
                Matcher date = Pattern.compile("\r\nDate: ([^\r]*GMT)\r\n").matcher(response);
                assertThat(date.find()).as(response).isTrue();
                assertThat(ZonedDateTime.parse(date.group(1), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
                        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
            });
        }
    }

    @Test
    void checksItsOwnHealth() throws IOException, InterruptedException {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of()).awaitListening()) {
            Map<String, String> variables = Map.of("PORT", Integer.toString(service.port()), "HOST", "0.0.0.0");

            assertThat(run(variables, "--healthcheck")).isEqualTo("0 ");
        }
    }

    /** Exit code and what was said on stderr. */
    private static String run(Map<String, String> variables, String argument) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", ServiceProcess.JAR.toString(), argument);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + stderr;
    }

    @Test
    void stopsWhenTheProcessThatStartedItEnds() throws IOException, InterruptedException {
        ServiceProcess probe = ServiceProcess.launch(folder, Map.of());
        probe.close();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder shell = new ProcessBuilder("sh", "-c",
                '"' + java + "\" -Ddataenginex.stop-with-parent=true -jar \""
                        + ServiceProcess.JAR + "\" > /dev/null & echo $!; read wait");
        shell.environment().putAll(Map.of("PORT", Integer.toString(probe.port()), "HOST", "127.0.0.1"));
        Process parent = shell.start();
        long pid = Long.parseLong(parent.inputReader().readLine());
        ProcessHandle service = ProcessHandle.of(pid).orElseThrow();
        probe.awaitListening();

        parent.destroyForcibly().waitFor();

        assertThat(service.onExit().completeOnTimeout(null, 30, TimeUnit.SECONDS).join()).isNotNull();
    }
}
