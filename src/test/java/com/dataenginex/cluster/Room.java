package com.dataenginex.cluster;

import com.dataenginex.infra.Infra;
import com.dataenginex.support.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * What runs in namespaces of its own, started by a script of {@code infra/proof/node}; its standard input is ours, so that it
 * ends with this process whatever happens.
 */
final class Room implements AutoCloseable {
    private static final Path FOLDER = Infra.FOLDER.resolve("proof/node");
    private static final Duration START = Duration.ofSeconds(120);

    private final Path folder;
    private final Process process;
    private final Path said;

    /** Runs {@code node} or {@code room} in that folder, and waits until it says that it is ready. */
    Room(Path folder, String script, List<String> arguments) {
        this.folder = folder;
        this.said = folder.resolveSibling(folder.getFileName() + ".log");
        List<String> command = new ArrayList<>(List.of(FOLDER.resolve(script).toAbsolutePath().toString()));
        command.add(folder.toString());
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Awaitility.await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> {
                if (!process.isAlive()) {
                    throw new AssertionError(script + " ended: " + Files.readString(said));
                }
                return Files.readString(said).contains("ready");
            });
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Skips the test where a room cannot be. */
    static void require(String... programs) {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")),
                "SKIPPED: namespaces and control groups need the rights of root");
        for (String program : programs) {
            Tool.require(program);
        }
    }

    /** Runs it in the room to its end; returns what it printed on both streams. */
    String run(String... command) {
        List<String> whole = new ArrayList<>(List.of(FOLDER.resolve("room").toString(), "in", folder.toString()));
        whole.addAll(List.of(command));
        return Tool.run("", whole);
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Tool.end(process);
    }
}
