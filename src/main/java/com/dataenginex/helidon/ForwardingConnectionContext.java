package com.dataenginex.helidon;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Forwards every call to another connection, but for what a subclass overrides. A test compares this class with
 * Helidon's interface by reflection, so that a default method that Helidon adds is not missed.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/webserver/webserver/src/main/java/io/helidon/webserver/ConnectionContext.java">Helidon 4.5.0</a>
 */
class ForwardingConnectionContext implements ConnectionContext {
    private final ConnectionContext connection;

    ForwardingConnectionContext(ConnectionContext connection) {
        this.connection = connection;
    }

    @Override
    public DataReader dataReader() {
        return connection.dataReader();
    }

    @Override
    public DataWriter dataWriter() {
        return connection.dataWriter();
    }

    @Override
    public ListenerContext listenerContext() {
        return connection.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return connection.executor();
    }

    @Override
    public Router router() {
        return connection.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
        return connection.proxyProtocolData();
    }

    @Override
    public HelidonSocket serverSocket() {
        return connection.serverSocket();
    }

    @Override
    public PeerInfo remotePeer() {
        return connection.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return connection.localPeer();
    }

    @Override
    public boolean isSecure() {
        return connection.isSecure();
    }

    @Override
    public String socketId() {
        return connection.socketId();
    }

    @Override
    public String childSocketId() {
        return connection.childSocketId();
    }
}
