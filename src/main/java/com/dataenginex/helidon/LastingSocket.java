package com.dataenginex.helidon;

import com.dataenginex.log.Log;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A listener's socket that outlives a failed {@code accept}. Helidon 4.5.0 takes any failure for the end and leaves the process
 * alive without a listener, also where it passes: no file descriptor left (EMFILE, ENFILE), a client that has gone (ECONNABORTED).
 * Here room is made, and tried again; what else fails for a minute without a pause ends the listener, and its end is told.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/ServerListener.java">Helidon 4.5.0</a>
 */
public final class LastingSocket extends ServerSocketChannel {
    private static final Log LOG = Log.of(LastingSocket.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long ROOM_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_BETWEEN_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** EMFILE and ENFILE: it lasts for as long as clients keep what they have, and passes then. */
    private static final String NO_DESCRIPTOR = "Too many open files";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ServerSocketChannel socket;
    private final OpenConnections connections;
    private final AtomicLong failures;
    private final Runnable ended;
    private long failingSince;
    private long failedAt;
    private long saidAt = System.nanoTime() - PATIENCE.toNanos() - 1;
    private boolean madeRoom;
    private long madeRoomAt;

    private LastingSocket(ServerSocketChannel socket, OpenConnections connections, AtomicLong failures,
            Runnable ended) {
        super(socket.provider());
        this.socket = socket;
        this.connections = connections;
        this.failures = failures;
        this.ended = ended;
    }

    /**
     * Gives each of a server's listeners such a socket; it is used from the second connection on.
     *
     * @param failures counts failed accepts
     * @param ended told when a listener has ended, also by a stop
     * @throws ReflectiveOperationException if this Helidon has its sockets elsewhere
     */
    public static void install(WebServer server, OpenConnections connections, AtomicLong failures, Runnable ended)
            throws ReflectiveOperationException {
        for (Object listener : ServerListeners.of(server)) {
            Field field = ServerListeners.field(listener, "serverSocket");
            field.set(listener,
                    new LastingSocket((ServerSocketChannel) field.get(listener), connections, failures, ended));
        }
    }

    @Override
    public SocketChannel accept() throws IOException {
        while (true) {
            try {
                connections.awaitCalm();
                SocketChannel accepted = socket.accept();
                connections.accepted();
                failingSince = 0;
                madeRoom = false;
                return accepted;
            } catch (ClosedChannelException e) {
                // Also where it was closed before: Helidon takes this one alone for a stop.
                throw (AsynchronousCloseException) new AsynchronousCloseException().initCause(e);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private void failed(IOException cause) throws IOException {
        long now = System.nanoTime();
        failures.incrementAndGet();
        if (failingSince == 0 || now - failedAt > PAUSE_BETWEEN_NANOS) {
            // The one before was accepted, or used up by its failure.
            failingSince = now;
        }
        failedAt = now;
        if (now - saidAt > PATIENCE.toNanos()) {
            saidAt = now;
            long total = failures.get();
            LOG.error("accept_failed", out -> out.text("reason", cause.getMessage()).number("failed_total", total),
                    null);
        }
        boolean passes = String.valueOf(cause.getMessage()).contains(NO_DESCRIPTOR);
        if (!passes && now - failingSince > PATIENCE.toNanos()) {
            throw cause;
        }
        // The descriptor of the one that was closed is free once its thread has ended: until then nobody else is closed for it.
        if (!madeRoom || now - madeRoomAt > ROOM_NANOS) {
            madeRoom = makeRoom();
            madeRoomAt = now;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private boolean makeRoom() {
        try {
            return connections.makeRoom();
        } catch (RuntimeException | Error e) {
            // Such as a class that cannot be loaded now: the listener has to outlive that as well.
            return false;
        }
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        try {
            socket.close();
        } finally {
            ended.run();
        }
    }

    @Override
    protected void implConfigureBlocking(boolean block) throws IOException {
        socket.configureBlocking(block);
    }

    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) throws IOException {
        socket.bind(local, backlog);
        return this;
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        socket.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return socket.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return socket.supportedOptions();
    }

    @Override
    public ServerSocket socket() {
        return socket.socket();
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return socket.getLocalAddress();
    }
}
