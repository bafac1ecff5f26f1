package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Ports;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.TerminalProcess;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.net.ConnectException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code infra/run} and {@code infra/dev}, in a copy of the checkout that is built already, on a terminal. */
class ScriptsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path checkout;

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("pom.xml", "config", "src/main", "src/launcher", "src/build", "src/dev", ".mvn",
                "infra/run", "infra/dev", "target/classes", "target/libs", "target/dataenginex.jar")) {
            try (Stream<Path> files = Files.walk(Path.of(name))) {
                for (Path file : files.toList()) {
                    Path to = checkout.resolve(file);
                    Files.createDirectories(to.getParent());
                    if (!Files.isDirectory(file)) {
                        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
        // As after a build: nothing is newer than its list of files. A test's own edit is, by more than a clock's tick.
        Tool.run("", List.of("sh", "-c", "cd " + checkout + "; . .mvn/find-java; sources > target/built"));
        Files.setLastModifiedTime(checkout.resolve("target/built"),
                FileTime.fromMillis(System.currentTimeMillis() - 2_000));
    }

    @Test
    void runStartsWhatIsBuiltOnAJavaThatIsNewEnough() {
        int port = Ports.free();
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=" + port + " infra/run")) {
            terminal.awaitText("curl -i http://localhost:" + port + "/");
            terminal.ctrlC();

            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.withoutColours()).doesNotContain("Building", "WARNING")
                    .containsPattern("clean=true\\s*$");
        }
    }

    @Test
    void runHandsItsArgumentsOn() {
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=eighty infra/run config --check")) {
            assertThat(terminal.awaitExit()).isEqualTo(78);
            assertThat(terminal.withoutColours().strip()).endsWith("allowed: a whole number from 0 to 65535");
        }
    }

    @Test
    void runIsFoundThroughALink() throws IOException {
        Path other = Files.createDirectory(checkout.resolve("bin"));
        Files.createSymbolicLink(other.resolve("dex"), checkout.resolve("infra/run"));

        try (TerminalProcess terminal = TerminalProcess.of80Columns(other, "./dex config --check")) {
            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.withoutColours()).startsWith("The configuration is valid");
        }
    }

    /** Maven is stopped before it writes the jar, so that there is time for a look at the screen and for an edit. */
    @Test
    void runSaysWhatItDoesWhileItDoesItAndMissesNoEdit(@TempDir Path bin) throws IOException {
        Path mvn = Files.writeString(bin.resolve("mvn"), """
                #!/bin/sh
                export PATH="${PATH#*:}"
                mvn "$@" | while IFS= read -r line; do
                  case $line in *'Building jar'*) until [ -e target/go ]; do sleep 0.1; done ;; esac
                  echo "$line"
                done
                """);
        assertThat(mvn.toFile().setExecutable(true)).isTrue();
        Path unneeded = Files.writeString(checkout.resolve("src/main/java/com/dataenginex/Unneeded.java"),
                "package com.dataenginex;\n\n/** Nothing. */\nfinal class Unneeded {\n}\n");
        Path root = checkout.resolve("src/main/java/com/dataenginex/RootHandler.java");
        String check = "PATH=" + bin + ":\"$PATH\" infra/run config --check";

        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, check)) {
            terminal.awaitText("  copying resources\n");
            terminal.awaitText(" files\n");
            Files.setLastModifiedTime(root, FileTime.fromMillis(System.currentTimeMillis()));
            assertThat(terminal.text()).doesNotContain("writing");
            Files.writeString(checkout.resolve("target/go"), "");
            assertThat(terminal.awaitExit()).isZero();
        }
        assertThat(output(check)).as("after an edit during the build").contains("Building");
        assertThat(output(check)).as("without an edit").doesNotContain("Building");
        Files.delete(unneeded);
        assertThat(output(check)).as("after a deletion").contains("Building");
    }

    private String output(String command) {
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, command)) {
            assertThat(terminal.awaitExit()).as(terminal.text()).isZero();
            return terminal.withoutColours();
        }
    }

    @Test
    void aBuildThatFailsSaysWhereAndStartsNothing() throws IOException {
        Path root = checkout.resolve("src/main/java/com/dataenginex/RootHandler.java");
        Files.writeString(root, Files.readString(root).replace("DataEngineX API", "broken \" here"));

        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "infra/run")) {
            assertThat(terminal.awaitExit()).isEqualTo(1);
            assertThat(terminal.withoutColours())
                    .contains("Building without tests", "  compiling ", "RootHandler.java:[")
                    .doesNotContain("service_started");
            assertThat(terminal.withoutColours().strip())
                    .endsWith("The build failed; target/build.log has all that Maven said");
        }
    }

    @Test
    void devStartsAgainAfterAChangeAndGoesOnAfterOneThatDoesNotCompile() throws IOException {
        int port = Ports.free();
        Path root = checkout.resolve("src/main/java/com/dataenginex/RootHandler.java");
        String source = Files.readString(root);
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=" + port + " infra/dev")) {
            awaitRoot(port, "DataEngineX API");
            Files.writeString(root, source.replace("DataEngineX API", "changed once"));
            awaitRoot(port, "changed once");
            Files.writeString(root, source.replace("DataEngineX API", "broken \" here"));
            terminal.awaitText("not compiled; the service goes on as it was");
            awaitRoot(port, "changed once");
            Files.writeString(root, source.replace("DataEngineX API", "changed twice"));
            awaitRoot(port, "changed twice");
            terminal.ctrlC();

            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.withoutColours()).contains("RootHandler.java:", "error: ", "dev: compiled ")
                    .containsPattern("clean=true\\s*$");
        }
    }

    @Test
    void devMissesNoEditDuringACompilationAndNoDeletedSource() throws IOException {
        int port = Ports.free();
        Path root = checkout.resolve("src/main/java/com/dataenginex/RootHandler.java");
        Path needed = Files.writeString(checkout.resolve("src/main/java/com/dataenginex/Needed.java"),
                "package com.dataenginex;\n\nfinal class Needed {\n    static final String TEXT = \"needed\";\n}\n");
        String source = Files.readString(root);
        Files.writeString(root, source.replace("\"DataEngineX API\"", "Needed.TEXT"));
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=" + port + " infra/dev")) {
            // The compiler has read it, and writes classes.
            Path compiled = checkout.resolve("target/classes/com/dataenginex/Needed.class");
            Awaitility.await().atMost(DEADLINE).until(() -> Files.exists(compiled));
            Files.writeString(root, source.replace("DataEngineX API", "edited meanwhile"));
            awaitRoot(port, "edited meanwhile");
            Files.writeString(root, source.replace("\"DataEngineX API\"", "Needed.TEXT"));
            awaitRoot(port, "needed");
            Files.delete(needed);
            terminal.awaitText("not compiled; the service goes on as it was");
            assertThat(compiled).doesNotExist();
        }
    }

    @Test
    void devStartsAgainAfterAChangeOfTheFileThatAVariableNames(@TempDir Path other) throws IOException {
        int port = Ports.free();
        int next = Ports.free();
        Path file = Files.writeString(other.resolve("my.yaml"), "server: {port: " + port + "}\n");
        try (TerminalProcess terminal = TerminalProcess.of80Columns(other,
                "DEX_CONFIG=my.yaml " + checkout + "/infra/dev")) {
            awaitRoot(port, "DataEngineX API");
            Files.writeString(file, "server: {port: " + next + "}\n");
            awaitRoot(next, "DataEngineX API");
            assertThat(terminal.text()).doesNotContain("my.yaml, which");
        }
    }

    private static void awaitRoot(int port, String text) {
        Awaitility.await().atMost(DEADLINE).until(() -> root(port), response -> response.contains(text));
    }

    private static String root(int port) {
        try {
            return new RawClient(port).exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException ? "" : "nothing";
        }
    }
}
