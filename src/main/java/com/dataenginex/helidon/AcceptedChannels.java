package com.dataenginex.helidon;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of each connection, and the connections that were accepted but not yet read from: Helidon 4.5.0 exposes a
 * connection's channel only here. Thread-safe.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/ConnectionHandler.java">Helidon 4.5.0</a>
 */
final class AcceptedChannels implements SocketOptions {
    private static final int MANY = 4_096;

    private final SocketOptions options;
    private final Map<Key, SocketChannel> waiting = new ConcurrentHashMap<>();

    /** A peer alone may come twice: a reset connection's address is free again at once. */
    private record Key(SocketAddress peer, String channelId) {
    }

    AcceptedChannels(SocketOptions options) {
        this.options = options;
    }

    /**
     * The channel to this peer, or null; it is given once.
     *
     * @param channelId Helidon's {@code childSocketId}
     */
    SocketChannel take(SocketAddress peer, String channelId) {
        return waiting.remove(new Key(peer, channelId));
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        options.configureSocket(channel);
        try {
            SocketAddress peer = channel.getRemoteAddress();
            if (peer != null) {
                // As Helidon's ConnectionHandler names it.
                String id = "0x" + HexFormat.of().toHexDigits(System.identityHashCode(channel));
                waiting.put(new Key(peer, id), channel);
            }
            if (waiting.size() > MANY) {
                // Removes those that were closed before they were asked for.
                waiting.values().removeIf(each -> !each.isOpen());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
