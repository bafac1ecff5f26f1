package com.dataenginex.helidon;

import com.dataenginex.http.HttpConfig;
import com.dataenginex.log.Log;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
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
 * {@link WriteDeadlines}. A connection whose channel is not
 * found is served without deadlines, counted, and said once: Helidon names its connections in another way then.
 */
public final class TimedConnections implements ServerConnectionSelector {
    private static final Log LOG = Log.of(TimedConnections.class);

    private final ServerConnectionSelector http1;
    private final AcceptedChannels channels;
    private final WriteDeadlines writes;
    private final Duration headerTimeout;
    private final Duration bodyTimeout;
    private final LongAdder unguarded = new LongAdder();
    private final AtomicBoolean said = new AtomicBoolean();

    /**
     * @param http1 what else holds for the connections
     * @param options of their sockets; {@link #options} must be given to the listener in their place
     */
    public TimedConnections(Http1Config.Builder http1, SocketOptions options, HttpConfig config,
            WriteDeadlines writes) {
        this.writes = writes;
        this.http1 = Http1ConnectionSelector.builder().config(http1.addReceiveListener(new Progress()).build()).build();
        this.channels = new AcceptedChannels(options);
        this.headerTimeout = config.headerTimeout();
        this.bodyTimeout = config.bodyTimeout();
    }

    public SocketOptions options() {
        return channels;
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        SocketChannel channel = channels.take(context.remotePeer().address(), context.childSocketId());
        if (context.isSecure()) {
            // Under TLS the channel carries what only Helidon can read.
            return http1.connection(context);
        }
        if (channel == null) {
            unguarded();
            return http1.connection(context);
        }
        return http1.connection(new ReadDeadlines(context, channel.socket(), headerTimeout, bodyTimeout, writes));
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

    /** Tells the deadlines how far the request is read. */
    private static final class Progress implements Http1ConnectionListener {
        @Override
        public void prologue(ConnectionContext context, HttpPrologue prologue) {
            if (context instanceof ReadDeadlines deadlines) {
                deadlines.prologueRead(prologue);
            }
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof ReadDeadlines deadlines) {
                deadlines.headersRead();
            }
        }
    }
}
