package com.dataenginex.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The packaged jar in a process of its own, on the JVM that runs the tests. */
public final class ServiceProcess implements AutoCloseable {
    public static final Path JAR = Path.of("target/dataenginex.jar").toAbsolutePath();
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private ServiceProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it in {@code folder} with {@code variables} only, and returns without waiting for it. */
    public static ServiceProcess launch(Path folder, Map<String, String> variables, String... jvmOptions) {
        return launch(List.of("-jar", JAR.toString()), folder, variables, jvmOptions);
    }

    /** Starts another program of the tests in the same way. */
    public static ServiceProcess launch(Class<?> main, Path folder, Map<String, String> variables,
            String... jvmOptions) {
        return launch(List.of("-cp", System.getProperty("java.class.path"), main.getName()), folder, variables,
                jvmOptions);
    }

    private static ServiceProcess launch(List<String> program, Path folder, Map<String, String> variables,
            String... jvmOptions) {
        int port = variables.containsKey("PORT") ? Integer.parseInt(variables.get("PORT")) : Ports.free();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(jvmOptions));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PORT", Integer.toString(port), "HOST", "127.0.0.1", "LOG_FORMAT", "json"));
        builder.environment().putAll(variables);
        try {
            return new ServiceProcess(builder.start(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ServiceProcess awaitListening() {
        Awaitility.await().atMost(DEADLINE).until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                // Where nobody listens, a socket whose own port is the same by chance connects to itself.
                return socket.getLocalPort() != port;
            } catch (IOException e) {
                return false;
            }
        });
        return this;
    }

    public int port() {
        return port;
    }

    /** SIGTERM; unlike {@link Process#destroy()} this leaves the pipes open. */
    public void terminate() {
        process.toHandle().destroy();
    }

    public Process process() {
        return process;
    }

    public List<String> stdout() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).lines()
                .toList();
    }

    public String stderr() {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int awaitExit() {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + DEADLINE);
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
