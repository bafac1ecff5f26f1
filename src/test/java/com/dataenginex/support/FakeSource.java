package com.dataenginex.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A source of rates on a real socket, as good or as bad as a test wants it. */
public final class FakeSource implements AutoCloseable {
    /** What was asked. */
    public record Call(String target, Map<String, String> headers) {
    }

    /** Answers on the raw connection; closes it by returning false. */
    public interface Reply {
        boolean write(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<Socket, Boolean> sockets = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Reply reply;

    public FakeSource(Reply reply) {
        this(reply, ServerSocketFactory.getDefault());
    }

    private FakeSource(Reply reply, ServerSocketFactory sockets) {
        this.reply = reply;
        try {
            server = sockets.createServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Over TLS, with the certificate that {@code localhost-trust.p12} trusts. */
    public static FakeSource secure(Reply reply) {
        char[] password = "changeit".toCharArray();
        try (InputStream file = FakeSource.class.getResourceAsStream("/localhost.p12")) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new FakeSource(reply, context.getServerSocketFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A whole answer with a length. */
    public static Reply answer(int status, String body, String... headerLines) {
        return out -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(head(status, bytes.length, headerLines));
            out.write(bytes);
            return true;
        };
    }

    /** A whole answer in chunks of that size. */
    public static Reply chunked(String body, int chunk) {
        return out -> {
            StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < body.length(); i += chunk) {
                String part = body.substring(i, Math.min(body.length(), i + chunk));
                text.append(Integer.toHexString(part.length())).append(";a=b\r\n").append(part).append("\r\n");
            }
            out.write(text.append("0\r\nTrailer: x\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            return true;
        };
    }

    /** The beginning of a chunk as large as may be. */
    public static Reply hugeChunk() {
        return out -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[8_192]);
            }
        };
    }

    /** A whole answer that ends with its connection. */
    public static Reply untilClose(String body) {
        return out -> {
            out.write(("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return false;
        };
    }

    /** An answer that announces more than comes. */
    public static Reply truncated(String body) {
        return out -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(head(200, bytes.length + 10));
            out.write(bytes);
            return false;
        };
    }

    /** Closes without a word. */
    public static Reply broken() {
        return out -> false;
    }

    /** Takes the request and never answers. */
    public Reply silent() {
        return out -> {
            closed.await();
            return false;
        };
    }

    /** An answer that comes one byte at a time and never ends. */
    public Reply dripping() {
        return out -> {
            out.write(head(200, 1_000_000));
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
            return false;
        };
    }

    /** An answer without end, as fast as it is read. */
    public static Reply endless() {
        return out -> {
            out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(new byte[8_192]);
            }
        };
    }

    public void reply(Reply newReply) {
        this.reply = newReply;
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return (server instanceof SSLServerSocket ? "https" : "http") + "://127.0.0.1:" + server.getLocalPort();
    }

    public List<Call> calls() {
        return calls;
    }

    public int connections() {
        return connections.get();
    }

    private static byte[] head(int status, long length, String... headerLines) {
        String lines = headerLines.length == 0 ? "" : String.join("\r\n", headerLines) + "\r\n";
        return ("HTTP/1.1 " + status + " Some Reason\r\nContent-Length: " + length
                + "\r\nContent-Type: application/json\r\n" + lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                sockets.put(socket, true);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean open = true;
            for (String line = in.readLine(); open && line != null; line = open ? in.readLine() : null) {
                Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                    headers.put(header.substring(0, header.indexOf(':')),
                            header.substring(header.indexOf(':') + 1).strip());
                }
                calls.add(new Call(line.split(" ")[1], headers));
                open = reply.write(socket.getOutputStream());
            }
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(socket);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            for (Socket socket : sockets.keySet()) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
