package com.dataenginex.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to a server that can be broken in the usual ways; those that are open break with it. */
public final class FaultyLink implements AutoCloseable {
    public enum State {
        /** As if it were not there. */
        WORKS,
        /** Reset as soon as it is opened. */
        RESETS,
        /** Opened, and then nothing. */
        HANGS,
        /** Answers something that is not the protocol. */
        BABBLES
    }

    private final ServerSocket server;
    private final int target;
    private final Map<Socket, Boolean> open = new ConcurrentHashMap<>();
    private volatile State state = State.WORKS;

    public FaultyLink(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void set(State wanted) {
        state = wanted;
        open.keySet().forEach(FaultyLink::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.put(socket, true);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            switch (state) {
                case WORKS -> pass(socket);
                case RESETS -> socket.setSoLinger(true, 0);
                case HANGS -> socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                case BABBLES -> {
                    socket.getOutputStream()
                            .write("220 mail.example.com ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                }
            }
        } catch (IOException e) {
            // Broken, as was asked.
        } finally {
            open.remove(socket);
        }
    }

    private void pass(Socket socket) throws IOException {
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.put(there, true);
            Thread back = Thread.startVirtualThread(() -> copy(there, socket));
            copy(socket, there);
            back.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        } finally {
            open.remove(from);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        set(State.RESETS);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
