package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.dataenginex.support.Ports;
import com.dataenginex.support.ServiceProcess;
import com.dataenginex.support.TerminalProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody who has never seen the service types, and the sentence that it answers with. */
class NewcomerIT {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    private record Run(int code, String out, String err) {
        String lastWords() {
            return err.isEmpty() ? "" : err.strip().lines().toList().getLast();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            --help             | -                        | 0  | -
            -h                 | -                        | 0  | -
            --version          | -                        | 0  | -
            config --check     | -                        | 0  | -
            completion         | -                        | 0  | -
            --hlep             | -                        | 64 | Unknown argument --hlep, did you mean --help? --help lists what there is
            start              | -                        | 64 | Unknown argument start; --help lists what there is
            --healthcheck      | PORT=1                   | 1  | Port 1 of 127.0.0.1 does not answer: Connection refused
            -                  | HOST=no-such-host.invalid | 1 | The name no-such-host.invalid does not resolve; set HOST to an address of this machine
            -                  | HOST=192.0.2.1           | 1  | 192.0.2.1 is no address of this machine; set HOST to one that is
            -                  | DEX_CONFIG=wrong.yaml    | 78 | - server.prot in …wrong.yaml is not a known key; did you mean server.port?
            -                  | DEX_SERVER_PROT=8000     | 78 | - environment variable DEX_SERVER_PROT overrides no key; did you mean DEX_SERVER_PORT?
            -                  | PORT=eighty              | 78 | - server.port = "eighty" from environment variable PORT is not allowed; allowed: a whole number from 0 to 65535
            -                  | LOG_LEVEL=LOUD           | 78 | - logging.level = "LOUD" from environment variable LOG_LEVEL is not allowed; allowed: one of DEBUG, …
            config --check     | PORT=eighty              | 78 | - server.port = "eighty" from environment variable PORT is not allowed; allowed: a whole number from 0 to 65535
            """)
    void endsWithOneSentenceAndItsExitCode(String arguments, String variable, int code, String sentence)
            throws IOException, InterruptedException {
        Files.writeString(folder.resolve("wrong.yaml"), "server: {prot: 8000}\n");

        Run run = run(ServiceProcess.JAR, variable, arguments == null ? new String[0] : arguments.split(" "));

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.lastWords()).as(run.err()).matches(sentence == null
                ? ""
                : Stream.of(sentence.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*", " *", "")));
        assertThat(sentence != null || !run.out().isEmpty()).isTrue();
    }

    /** A script whose variable is empty does not start a service. */
    @Test
    void anEmptyArgumentIsRefused() throws IOException, InterruptedException {
        assertThat(run(ServiceProcess.JAR, null, ""))
                .isEqualTo(new Run(64, "", "An argument is empty; --help lists what there is\n"));
    }

    /** In the locale C the JVM would write a question mark in the place of each. */
    @Test
    void everyLetterOfAMessageIsWrittenInAnyLocale() throws IOException, InterruptedException {
        Run run = run(List.of("sh", "-c", "LC_ALL=C DEX_EXTERNAL_DATA_COINBASE_BASE_URL=nope exec " + JAVA + " -jar "
                + ServiceProcess.JAR + " config --check"), null);

        assertThat(run.err()).contains("allowed: http://… or https://…");
    }

    @Test
    void saysWhichVariableMovesItFromATakenPort() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Run run = run(ServiceProcess.JAR, "PORT=" + taken.getLocalPort());

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).matches(
                    "Port \\d+ is in use; set PORT to another one, or end what listens there\n");
        }
    }

    @Test
    void anOlderJavaIsToldHowToStartIt() throws IOException, InterruptedException {
        Optional<Path> old = olderJava();
        assumeTrue(old.isPresent(), "SKIPPED: no Java older than 21 is installed here");

        Run run = run(List.of(old.get().toString(), "-jar", ServiceProcess.JAR.toString()), null);

        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).matches("DataEngineX needs Java 21 or newer; this is Java [\\d.]+ at \\S+; "
                + "(start it with \\S+/bin/java -jar \\S+dataenginex.jar|install a newer one, .*)\n");
    }

    @Test
    void missingLibrariesAreNamed() throws IOException, InterruptedException {
        Path jar = Files.copy(ServiceProcess.JAR, folder.resolve("dataenginex.jar"));
        Run none = run(jar, null);
        Path libs = Files.createDirectory(folder.resolve("libs"));
        try (Stream<Path> jars = Files.list(ServiceProcess.JAR.resolveSibling("libs"))) {
            for (Path library : jars.filter(one -> !one.getFileName().toString().startsWith("snakeyaml")).toList()) {
                Files.copy(library, libs.resolve(library.getFileName()));
            }
        }
        Run one = run(jar, null, "--healthcheck");

        assertThat(none.code()).isEqualTo(78);
        assertThat(none.err()).isEqualTo("DataEngineX cannot find the folder " + libs
                + "; copy it there with all its jars, or start infra/run in a checkout\n");
        assertThat(one.code()).isEqualTo(78);
        assertThat(one.err()).matches("DataEngineX cannot find a library \\(libs/snakeyaml-.*\\); the folder libs with "
                + "all its jars must lie beside dataenginex.jar\n");
    }

    @Test
    void theHelpFitsATerminal() throws IOException, InterruptedException {
        assertThat(run(ServiceProcess.JAR, null, "--help").out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    /** The README's command, on a terminal of 80 columns: lines for people, and after Ctrl-C the ledger is the last of them. */
    @Test
    void ctrlCOnATerminalEndsItWithTheLedger() {
        int port = Ports.free();
        try (TerminalProcess terminal = TerminalProcess.of80Columns(folder,
                "PORT=" + port + " " + JAVA + " -jar " + ServiceProcess.JAR)) {
            terminal.awaitText("curl -i http://localhost:" + port + "/");
            String started = terminal.text();
            terminal.ctrlC();

            assertThat(terminal.awaitExit()).isZero();
            assertThat(started).contains("\u001b[", "start_seconds=").doesNotContain("Helidon", "WARNING");
            assertThat(terminal.withoutColours()).containsPattern("service_stopped(.|\\n)*clean=true\\s*$");
            assertThat(terminal.withoutColours().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        }
    }

    @Test
    void aPipeGetsNoColour() {
        try (ServiceProcess service = ServiceProcess.launch(folder, Map.of("LOG_FORMAT", "console"))
                .awaitListening()) {
            service.terminate();

            assertThat(service.awaitExit()).isZero();
            assertThat(service.stdout()).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
            assertThat(service.stderr()).isEmpty();
        }
    }

    @Test
    void picocliIsLoadedOnlyForItsCommands() throws IOException, InterruptedException {
        List<String> loading = List.of(JAVA, "-Xlog:class+load:stdout", "-jar", ServiceProcess.JAR.toString());
        List<String> check = new ArrayList<>(loading);
        check.addAll(List.of("config", "--check"));
        List<String> healthcheck = new ArrayList<>(loading);
        healthcheck.add("healthcheck");

        assertThat(run(loading, "HOST=192.0.2.1").out()).contains("com.dataenginex.service.Listeners")
                .doesNotContain("picocli");
        assertThat(run(healthcheck, "PORT=1").out()).doesNotContain("picocli");
        assertThat(run(check, null).out()).contains("picocli");
    }

    private Run run(Path jar, String variable, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return run(command, variable);
    }

    private Run run(List<String> command, String variable) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PORT", "0");
        if (variable != null) {
            builder.environment().put(variable.split("=")[0], variable.split("=")[1]);
        }
        int code = builder.start().waitFor();
        return new Run(code, Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static Optional<Path> olderJava() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(installed)) {
            return homes.filter(NewcomerIT::isOlder).map(home -> home.resolve("bin/java")).findFirst();
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
