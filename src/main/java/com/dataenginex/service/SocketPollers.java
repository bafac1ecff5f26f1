package com.dataenginex.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Has the JDK make what virtual threads wait for sockets with. It does so when the first one waits, and takes file descriptors for
 * it: if none is left then, no virtual thread can ever wait for a socket in that process.
 */
final class SocketPollers {
    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SocketPollers() {
    }

    /** Lets a virtual thread wait for a socket; where that fails, the server says what is wrong. */
    static void load() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Thread reader = Thread.ofVirtual().name("poller-load").start(() -> read(accepted));
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!WAITING.contains(reader.getState()) && reader.isAlive() && System.nanoTime() < end) {
                LockSupport.parkNanos(100_000);
            }
            client.getOutputStream().write(0);
            reader.join(PATIENCE);
        } catch (IOException e) {
            // No loopback: then there is nothing to load it with.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void read(Socket socket) {
        try {
            socket.getInputStream().read();
        } catch (IOException e) {
            // It was closed; it has waited, or could not.
        }
    }
}
