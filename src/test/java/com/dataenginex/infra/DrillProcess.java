package com.dataenginex.infra;

import com.dataenginex.support.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged program's command {@code drill} in a process of its own. */
final class DrillProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Process process;
    private final Path out;
    private final Path err;

    /** Drills of {@code stack}'s service, with {@code key}. */
    DrillProcess(Path folder, AlertingStack stack, String key, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-jar", ServiceProcess.JAR.toString(), "drill"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--prometheus", "http://127.0.0.1:" + stack.prometheus().port(), "--alertmanager",
                "http://127.0.0.1:" + stack.alertmanager().port(), "--environment", "prod"));
        out = Files.createTempFile(folder, "drill", ".out");
        err = Files.createTempFile(folder, "drill", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("DEX_DRILL_KEY", key);
        process = builder.start();
    }

    Process process() {
        return process;
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it tells of that hop. */
    void awaitHop(String hop) {
        Awaitility.await().atMost(PATIENCE).until(() -> err().contains(hop) || !process.isAlive());
    }

    int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + out() + err());
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
