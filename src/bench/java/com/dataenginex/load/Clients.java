package com.dataenginex.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A number of kept-alive connections, each with a thread of its own, that send {@code GET /}: each the next one as
 * soon as it has its answer, or at a steady rate.
 */
final class Clients {
    private static final byte[] REQUEST = """
            GET / HTTP/1.1\r
            Host: 127.0.0.1\r
            User-Agent: load\r
            Accept: */*\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);
    private static final int OK_AT = 9;
    private static final String LENGTH = "\r\nContent-Length: ";
    private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final int port;
    private final int connections;

    Clients(int port, int connections) {
        this.port = port;
        this.connections = connections;
    }

    /** As fast as the answers come. */
    Histogram saturate(Duration time) {
        return run(time, 0);
    }

    /**
     * @param rate requests a second over all connections. A request is late from the moment that it was due if its
     *            connection was still busy then, and from its sending otherwise: the wait for a thread of the client to
     *            wake up is not the server's.
     */
    Histogram paced(Duration time, double rate) {
        return run(time, (long) (1e9 * connections / rate));
    }

    private Histogram run(Duration time, long pause) {
        List<Histogram> parts = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            Histogram part = new Histogram(HIGHEST_NANOS, 3);
            long first = start + pause * i / connections;
            parts.add(part);
            threads.add(Thread.ofPlatform().start(() -> connection(part, first, start + time.toNanos(), pause)));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Histogram all = new Histogram(HIGHEST_NANOS, 3);
        parts.forEach(all::add);
        return all;
    }

    private void connection(Histogram into, long first, long end, long pause) {
        byte[] buffer = new byte[4_096];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            long due = first;
            boolean busy = false;
            while (due < end) {
                while (pause > 0 && due - System.nanoTime() > 0) {
                    busy = false;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long from = busy && pause > 0 ? due : System.nanoTime();
                socket.getOutputStream().write(REQUEST);
                read(socket.getInputStream(), buffer);
                long now = System.nanoTime();
                into.recordValue(now - from);
                due = pause > 0 ? due + pause : now;
                busy = due <= now;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one answer, head and body; anything but 200 is an error. */
    private static void read(InputStream in, byte[] buffer) throws IOException {
        int length = 0;
        int whole = -1;
        while (whole < 0 || length < whole) {
            int n = in.read(buffer, length, buffer.length - length);
            if (n < 0) {
                throw new IOException("closed after " + length + " bytes");
            }
            length += n;
            if (whole < 0) {
                whole = whole(buffer, length);
            }
        }
        if (buffer[OK_AT] != '2' || length != whole) {
            throw new IOException(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
        }
    }

    /** Length of the answer that begins in the buffer, or -1 while its head is not whole. */
    private static int whole(byte[] buffer, int length) {
        String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return -1;
        }
        int at = text.indexOf(LENGTH);
        if (at < 0) {
            at = text.indexOf(LENGTH.toLowerCase(Locale.ROOT));
        }
        int from = at + LENGTH.length();
        return end + 4 + Integer.parseInt(text, from, text.indexOf('\r', from), 10);
    }
}
