package com.dataenginex.helidon;

import com.dataenginex.http.HttpConfig;
import com.dataenginex.log.Log;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.SocketOptions;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Helidon's HTTP/1.1 connections, each of which reads its requests under {@link ReadDeadlines} and writes under
 * {@link WriteDeadlines}, and is counted among {@link OpenConnections}. One whose channel is not found is served without
 * deadlines, counted, and said once: Helidon names its connections in another way then.
 */
public final class TimedConnections implements ServerConnectionSelector {
    private static final Log LOG = Log.of(TimedConnections.class);

    private final ServerConnectionSelector http1;
    private final AcceptedChannels channels;
    private final WriteDeadlines writes;
    private final OpenConnections open;
    private final HttpConfig config;
    private final LongAdder unguarded = new LongAdder();
    private final AtomicBoolean said = new AtomicBoolean();

    /**
     * @param http1 what else holds for the connections
     * @param options of their sockets; {@link #options} must be given to the listener in their place
     */
    public TimedConnections(Http1Config.Builder http1, SocketOptions options, HttpConfig config,
            WriteDeadlines writes, OpenConnections open) {
        this.writes = writes;
        this.open = open;
        this.http1 = Http1ConnectionSelector.builder().config(http1.build()).build();
        this.channels = new AcceptedChannels(options);
        this.config = config;
    }

    public SocketOptions options() {
        return channels;
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        open.begun();
        SocketChannel channel = channels.take(context.remotePeer().address(), context.childSocketId());
        if (context.isSecure()) {
            // Under TLS the channel carries what only Helidon can read.
            return http1.connection(context);
        }
        if (channel == null) {
            unguarded();
            return http1.connection(context);
        }
        ReadDeadlines timed = new ReadDeadlines(context, channel.socket(), config, writes, open);
        if (!open.add(timed)) {
            throw new CloseConnectionException("Every connection works on a request");
        }
        return new Counted(http1.connection(timed), () -> {
            try {
                timed.linger();
            } finally {
                open.ended(timed);
            }
        });
    }

    /** Connections served without deadlines since the start. */
    public long unguardedConnections() {
        return unguarded.sum();
    }

    private void unguarded() {
        unguarded.increment();
        if (said.compareAndSet(false, true)) {
            LOG.error("connection_deadlines_missing", out -> out.text("reason",
                    "the channel of a connection was not found: this Helidon names connections in another way"), null);
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    /** Helidon's connection, whose end is told. */
    private record Counted(ServerConnection connection,
            Runnable ended) implements ServerConnection, InterruptableTask<Void> {

        @Override
        public void handle(Limit limit) throws InterruptedException {
            try {
                connection.handle(limit);
            } finally {
                ended.run();
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return ((InterruptableTask<?>) connection).canInterrupt();
        }
    }
}
