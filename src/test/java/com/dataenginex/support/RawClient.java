package com.dataenginex.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends bytes as they are, one connection each. */
public final class RawClient {
    private static final int DEADLINE_MILLIS = 10_000;

    private final int port;

    public RawClient(int port) {
        this.port = port;
    }

    /** Sends, closes the sending side, and reads until the server closes. */
    public String exchange(String latin1) {
        try (Socket socket = open()) {
            write(socket, latin1);
            try {
                socket.shutdownOutput();
            } catch (SocketException e) {
                // The server has closed already.
            }
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends, and reads until the server closes or says nothing for a while; proxies take a closed sending side for an end. */
    public String ask(String latin1, int quietMillis) {
        try (Socket socket = open()) {
            socket.setSoTimeout(quietMillis);
            write(socket, latin1);
            return readAll(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends and leaves at once, with a reset. */
    public void abandon(String latin1) {
        try (Socket socket = open()) {
            socket.setSoLinger(true, 0);
            write(socket, latin1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(DEADLINE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, String latin1) throws IOException {
        try {
            socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // The server may refuse and close before everything is sent.
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8_192];
        try {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                all.write(part, 0, n);
            }
        } catch (SocketException | SocketTimeoutException e) {
            // Reset after a refusal, or nothing more came: what has arrived counts.
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** A connection for one request after the other. */
    public Connection connect() {
        try {
            return new Connection(open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One kept-alive connection, for answers with a length. */
    public static final class Connection implements AutoCloseable {
        private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *(\\d+)");

        private final Socket socket;
        private final InputStream in;

        private Connection(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** The whole answer, head and body. */
        public String get(String path) {
            try {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    int c = in.read();
                    if (c < 0) {
                        throw new IOException("closed after " + head);
                    }
                    head.append((char) c);
                }
                Matcher length = LENGTH.matcher(head);
                byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                return head + new String(body, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
}
