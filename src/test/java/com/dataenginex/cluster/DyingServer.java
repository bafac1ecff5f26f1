package com.dataenginex.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Something of this machine that pods connect to, which can go away and come back at the same port. */
final class DyingServer implements AutoCloseable {
    private final String host;
    private int port;
    private ServerSocket socket;

    DyingServer(String host) {
        this.host = host;
        open();
    }

    int port() {
        return port;
    }

    void open() {
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = socket;
        Thread.ofVirtual().start(() -> {
            while (!listening.isClosed()) {
                try {
                    listening.accept().close();
                } catch (IOException e) {
                    // Closed.
                }
            }
        });
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
