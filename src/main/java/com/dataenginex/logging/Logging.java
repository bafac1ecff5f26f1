package com.dataenginex.logging;

import com.dataenginex.log.Severity;
import io.helidon.logging.common.LogConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Owns the log: takes over {@code java.util.logging} when started, writes what is left when closed.
 *
 * <p>A process has one stdout, so it should have one of these; tests may run several, each of which
 * then sees every line.
 */
public final class Logging implements AutoCloseable {
    /** At DEBUG it repeats what a client sent wrong, secrets included; the request's own line says that it was refused. */
    static final Logger CONNECTIONS = Logger.getLogger("io.helidon.webserver.http1.Http1Connection");
    /** Their lines about the start and the stop repeat what the service logs itself. */
    private static final List<Logger> REPEATING = List.of(
            Logger.getLogger("io.helidon.common.features.HelidonFeatures"),
            Logger.getLogger("io.helidon.webserver.ServerListener"),
            Logger.getLogger("io.helidon.webserver.LoomServer"));

    private static final int TERMINAL_COLUMNS = 80;

    /** Lines that wait keep at most this part of the heap, whatever clients put into them. */
    private static final int HEAP_PART = 8;

    private final LoggingConfig config;
    private final LogQueue queue;
    private final LogWriter writer;
    private final QueueHandler handler;
    private final LevelOverrides levels = new LevelOverrides();

    /** Logs to stdout. */
    public Logging(LoggingConfig config, String app, String version, String environment) {
        this(config, app, version, environment, new FileOutputStream(FileDescriptor.out));
    }

    public Logging(LoggingConfig config, String app, String version, String environment, OutputStream out) {
        this.config = config;
        queue = new LogQueue(config.queueCapacity(), Runtime.getRuntime().maxMemory() / HEAP_PART);
        LineFormat format = switch (config.format()) {
            case JSON -> new JsonFormat(app, version, environment);
            case CONSOLE -> console(config.colour());
        };
        writer = new LogWriter(queue, format, out);
        handler = new QueueHandler(queue);
    }

    private static ConsoleFormat console(Colour colour) {
        boolean terminal = Terminal.isStdout();
        return new ConsoleFormat(colour == Colour.ALWAYS || colour == Colour.AUTO && terminal,
                terminal ? TERMINAL_COLUMNS : 0, ZoneId.systemDefault());
    }

    public void start() {
        LogConfig.configureRuntime();
        Logger root = Logger.getLogger("");
        Arrays.stream(root.getHandlers()).filter(other -> !(other instanceof QueueHandler))
                .forEach(root::removeHandler);
        root.addHandler(handler);
        handler.open();
        root.setLevel(config.level());
        boolean debug = config.level().intValue() < Level.INFO.intValue();
        // A level of its own, since the root's may be changed at run time.
        CONNECTIONS.setLevel(debug ? Level.INFO : config.level());
        Level repeating = config.level().intValue() > Level.WARNING.intValue() ? null : Level.WARNING;
        REPEATING.forEach(logger -> logger.setLevel(debug ? null : repeating));
        writer.start();
    }

    /** From now on the listener is told each line that is written. */
    public void listen(LogListener listener) {
        writer.listen(listener);
    }

    /** From now on each event of ours that is said in a request is also kept aside, whatever its level is. */
    public void keep(LineKeeper keeper) {
        handler.keep(keeper);
    }

    /**
     * Writes a line that was kept aside, with its own time and {@code replayed}; none of a logger that is to say nothing.
     *
     * @param sampled whether its trace is exported
     */
    public void replay(LogLine line, boolean sampled) {
        if (Logger.getLogger(line.logger()).isLoggable(Level.SEVERE)) {
            queue.offer(line.replayed(sampled));
        }
    }

    /** Levels that are changed at run time. */
    public LevelOverrides levels() {
        return levels;
    }

    /** Writes text of another format between two log lines; it must end with a line feed. */
    public void write(byte[] lines) {
        queue.offer(new RawLine(Severity.INFO, lines));
    }

    /** Whether the thread that writes the lines lives. */
    public boolean isWriting() {
        return writer.isAlive();
    }

    /** Lines taken in and not yet written. */
    public int waiting() {
        return writer.waiting();
    }

    /** Lines that may wait; the least severe are dropped before as many do. */
    public int queueCapacity() {
        return queue.capacity();
    }

    /** Lines dropped since the start because stdout was too slow or gone. */
    public long dropped(Severity severity) {
        return queue.dropped(severity);
    }

    @Override
    public void close() {
        stop();
    }

    /**
     * Waits for the queued lines as long as the configuration says; what is left then is said on stderr.
     *
     * @return how many lines are lost
     */
    public long stop() {
        Logger.getLogger("").removeHandler(handler);
        handler.close();
        if (!writer.close(config.flushTimeout())) {
            long lost = writer.waiting();
            System.err.println("stdout did not take the last " + lost + " log lines within "
                    + config.flushTimeout() + "; they are lost");
            return lost;
        }
        return 0;
    }
}
