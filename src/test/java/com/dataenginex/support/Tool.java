package com.dataenginex.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program that a proof needs. Where it is absent the test is skipped and says so; in CI it may not be absent. */
public final class Tool {
    private static final Path CACHE = Path.of(Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .orElse(System.getProperty("user.home") + "/.cache"), "dataenginex-proof");

    private static final Duration GRACE = Duration.ofSeconds(10);

    private Tool() {
    }

    /** A program of the system's packages. */
    public static Path require(String name) {
        return require(name, "true".equals(System.getenv("CI")));
    }

    /** A program that .ci/run builds where Go is present. */
    public static Path requireBuilt(String name) {
        return require(name, "true".equals(System.getenv("CI")) && find("go").isPresent());
    }

    /** The same, or where it is not built and need not be, one of the system's packages. */
    static Path requireBuilt(String name, String packaged) {
        return find(name).isEmpty() && find("go").isEmpty() ? require(packaged) : requireBuilt(name);
    }

    /** A folder of packages that .ci/run installs where npm is present. */
    public static Path requirePackages(String name) {
        return require(name, "true".equals(System.getenv("CI")) && find("npm").isPresent());
    }

    private static Path require(String name, boolean mandatory) {
        Optional<Path> found = find(name);
        if (found.isEmpty() && !mandatory) {
            System.out.println("SKIPPED: " + name + " is not installed here; .ci/run installs it");
            Assumptions.abort(name + " is not installed here; .ci/run installs it");
        }
        return found.orElseThrow(() -> new AssertionError(name + " is not installed, and in CI it must be"));
    }

    private static Optional<Path> find(String name) {
        Stream<Path> folders = Stream.concat(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(Path::of),
                Stream.of(CACHE));
        return folders.map(folder -> folder.resolve(name)).filter(Files::isExecutable).findFirst();
    }

    /** Ends what runs as a server, and waits until it is gone: it may write to its folder to the last. */
    public static void end(Process process) {
        process.destroy();
        process.onExit().completeOnTimeout(process, GRACE.toSeconds(), TimeUnit.SECONDS).join();
        process.destroyForcibly().onExit().join();
    }

    /** Runs it to its end, {@code stdin} given, and returns what it printed on both streams. */
    public static String run(String stdin, List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().write(stdin.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
