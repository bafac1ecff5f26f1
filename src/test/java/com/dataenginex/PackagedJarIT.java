package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dataenginex.support.Lines;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.ServiceProcess;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    void saysInOneLineThatThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                ServiceProcess service = ServiceProcess.launch(folder,
                        Map.of("PORT", Integer.toString(taken.getLocalPort()), "HOST", "0.0.0.0"))) {
            assertThat(service.awaitExit()).isEqualTo(1);
            assertThat(service.stderr().lines()).singleElement().asString()
                    .matches("Port \\d+ is in use; set PORT to another one, or end what listens there");
        }
    }

    @Test
    void anOlderJavaGetsASentence() throws IOException, InterruptedException {
        Optional<Path> old = olderJava();
        assumeTrue(old.isPresent(), "SKIPPED: no Java older than 21 is installed here");

        Process process = new ProcessBuilder(old.get().toString(), "-jar", ServiceProcess.JAR.toString()).start();
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(78);
        assertThat(stderr.lines()).singleElement().asString()
                .startsWith("DataEngineX needs Java 21 or newer; this is Java ");
    }

    @Test
    void aMissingLibraryIsASentence() throws IOException, InterruptedException {
        Path jar = Files.copy(ServiceProcess.JAR, folder.resolve("dataenginex.jar"));
        assertThat(run(jar, Map.of(), "--healthcheck")).startsWith("78 DataEngineX cannot find a library (")
                .contains("the folder libs with all its jars must lie beside dataenginex.jar").doesNotContain("\tat ");

        Path libs = Files.createDirectory(folder.resolve("libs"));
        try (Stream<Path> jars = Files.list(ServiceProcess.JAR.resolveSibling("libs"))) {
            for (Path library : jars.filter(one -> !one.getFileName().toString().startsWith("snakeyaml")).toList()) {
                Files.copy(library, libs.resolve(library.getFileName()));
            }
        }
        assertThat(run(jar, Map.of(), "--healthcheck"))
                .startsWith("78 DataEngineX cannot find a library (libs/snakeyaml-")
                .doesNotContain("\tat ");
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
        assertThat(run(Map.of("PORT", "1"), "--healthcheck")).startsWith("1 Port 1 of 127.0.0.1 does not answer: ");
        assertThat(run(Map.of(), "--helthcheck")).startsWith("64 Unknown arguments [--helthcheck]; allowed: ");
    }

    /** Exit code and what was said on stderr. */
    private static String run(Map<String, String> variables, String argument) throws IOException, InterruptedException {
        return run(ServiceProcess.JAR, variables, argument);
    }

    private static String run(Path jar, Map<String, String> variables, String argument)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", jar.toString(), argument);
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

    private static Optional<Path> olderJava() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.filter(PackagedJarIT::isOlder).map(home -> home.resolve("bin/java")).findFirst();
        }
    }

    private static boolean isOlder(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java")) && Files.readString(home.resolve("release"))
                    .lines().anyMatch(line -> line.matches("JAVA_VERSION=\"(1\\.8|9|1\\d|20)\\b.*"));
        } catch (IOException e) {
            return false;
        }
    }
}
