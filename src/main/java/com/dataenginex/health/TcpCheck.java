package com.dataenginex.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Opens a connection; for Redis it also asks {@code PING} (a plain {@code PONG}, or a demand to log in, is an answer). */
final class TcpCheck implements DependencyCheck {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

    private final String host;
    private final int port;
    private final int timeoutMillis;
    private final boolean redis;

    TcpCheck(DependencyTarget.Socket target, Duration timeout) {
        this.host = target.host();
        this.port = target.port();
        this.redis = target.redis();
        this.timeoutMillis = (int) timeout.toMillis();
    }

    @Override
    public void check() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IOException("the name " + host + " does not resolve");
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, timeoutMillis);
            if (redis) {
                socket.setSoTimeout(timeoutMillis);
                socket.getOutputStream().write(PING);
                String answer = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
                if (!Arrays.asList("+PONG", "-NOAU").contains(answer)) {
                    throw new IOException("answered PING with something other than PONG");
                }
            }
        }
    }
}
