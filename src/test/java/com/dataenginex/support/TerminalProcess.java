package com.dataenginex.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A program on a terminal of its own, which {@code script} makes: what it prints is read, and keys can be pressed. */
public final class TerminalProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final int CTRL_C = 3;

    private final Process process;
    private final StringBuffer text = new StringBuffer();
    private final Thread reader;

    private TerminalProcess(Process process) {
        this.process = process;
        this.reader = Thread.startVirtualThread(this::read);
    }

    /** Runs a shell's command there, which the shell gives its place to. */
    public static TerminalProcess of80Columns(Path folder, String command) {
        String script = Tool.require("script").toString();
        ProcessBuilder builder = new ProcessBuilder(List.of(script, "--quiet", "--return", "--flush", "--command",
                "stty cols 80 -echo; exec env " + command, "/dev/null")).directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().put("TERM", "xterm");
        try {
            return new TerminalProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        byte[] bytes = new byte[8_192];
        try (InputStream in = process.getInputStream()) {
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                text.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The terminal is gone.
        }
    }

    /** What was printed so far, with line feeds for the terminal's line ends. */
    public String text() {
        return text.toString().replace("\r\n", "\n");
    }

    public String withoutColours() {
        return text().replaceAll("\u001b\\[[0-9;]*m", "");
    }

    public void awaitText(String wanted) {
        Awaitility.await().atMost(DEADLINE).until(() -> withoutColours(), printed -> printed.contains(wanted));
    }

    public void ctrlC() {
        try {
            process.getOutputStream().write(CTRL_C);
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program's exit code, once all that it printed is read. */
    public int awaitExit() {
        try {
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + DEADLINE + ":\n" + text());
            }
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
