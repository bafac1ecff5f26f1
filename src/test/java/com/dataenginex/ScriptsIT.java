package com.dataenginex;

import static org.assertj.core.api.Assertions.assertThat;

import com.dataenginex.support.Ports;
import com.dataenginex.support.RawClient;
import com.dataenginex.support.TerminalProcess;
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

/** {@code ./run} and {@code ./dev}, in a copy of the checkout that is built already, on a terminal. */
class ScriptsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    private Path checkout;

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("pom.xml", "config", "src/main", "src/launcher", "src/build", "src/dev", ".mvn",
                "run", "dev", "target/classes", "target/libs", "target/dataenginex.jar")) {
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
        // As after a build: nothing is newer than the jar.
        Files.setLastModifiedTime(checkout.resolve("target/dataenginex.jar"),
                FileTime.fromMillis(System.currentTimeMillis()));
    }

    @Test
    void runStartsWhatIsBuiltOnAJavaThatIsNewEnough() {
        int port = Ports.free();
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=" + port + " ./run")) {
            terminal.awaitText("curl -i http://localhost:" + port + "/");
            terminal.ctrlC();

            assertThat(terminal.awaitExit()).isZero();
            assertThat(terminal.withoutColours()).doesNotContain("Building", "WARNING")
                    .containsPattern("clean=true\\s*$");
        }
    }

    @Test
    void runHandsItsArgumentsOn() {
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=eighty ./run config --check")) {
            assertThat(terminal.awaitExit()).isEqualTo(78);
            assertThat(terminal.withoutColours().strip()).endsWith("allowed: a whole number from 0 to 65535");
        }
    }

    @Test
    void aBuildThatFailsSaysWhereAndStartsNothing() throws IOException {
        Path root = checkout.resolve("src/main/java/com/dataenginex/RootHandler.java");
        Files.writeString(root, Files.readString(root).replace("DataEngineX API", "broken \" here"));

        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "./run")) {
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
        try (TerminalProcess terminal = TerminalProcess.of80Columns(checkout, "PORT=" + port + " ./dev")) {
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
