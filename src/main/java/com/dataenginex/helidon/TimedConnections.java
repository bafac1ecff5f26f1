package com.dataenginex.helidon;

import com.dataenginex.http.HttpConfig;
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

/** Helidon's HTTP/1.1 connections, each of which reads its requests under {@link ReadDeadlines}. */
public final class TimedConnections implements ServerConnectionSelector {
    private final ServerConnectionSelector http1;
    private final AcceptedChannels channels;
    private final Duration headerTimeout;
    private final Duration bodyTimeout;

    /**
     * @param http1 what else holds for the connections
     * @param options of their sockets; {@link #options} must be given to the listener in their place
     */
    public TimedConnections(Http1Config.Builder http1, SocketOptions options, HttpConfig config) {
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
        // Under TLS the channel carries what only Helidon can read.
        return http1.connection(channel == null || context.isSecure()
                ? context
                : new ReadDeadlines(context, channel.socket(), headerTimeout, bodyTimeout));
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
