package com.dataenginex.support;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients on kept-alive connections of their own, each asking for one path after the other for some time. */
public final class LoadClients {
    /** Told of each answer: its status, or 0 if there was none. */
    public interface Answers {
        /** @return how long the client waits before it asks again */
        Duration answered(String path, int status, long nanos);
    }

    private static final int DEADLINE_MILLIS = 20_000;

    private final InetSocketAddress server;
    private final String headerLines;
    private final List<String> paths;
    private final Answers answers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    public LoadClients(int port, List<String> paths, Answers answers) {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), "", paths, answers);
    }

    /** @param headerLines of every request, each with its line break; {@code Connection: close} makes a connection for each */
    public LoadClients(InetSocketAddress server, String headerLines, List<String> paths, Answers answers) {
        this.server = server;
        this.headerLines = headerLines;
        this.paths = paths;
        this.answers = answers;
    }

    public LoadClients start(int clients) {
        for (int i = 0; i < clients; i++) {
            int offset = i;
            threads.add(Thread.ofVirtual().start(() -> run(offset)));
        }
        return this;
    }

    /** Lets them ask for so long, then waits for their last answers. */
    public void run(Duration time) {
        goOn(time);
        stop();
    }

    /** Lets them ask for so long. */
    public void goOn(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    public void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void run(int offset) {
        int next = offset;
        while (!stopped) {
            try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(DEADLINE_MILLIS);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && !stopped) {
                    String path = paths.get(next++ % paths.size());
                    open = ask(socket, in, path);
                }
            } catch (IOException e) {
                pause(answers.answered("connect", 0, 0));
            }
        }
    }

    private boolean ask(Socket socket, InputStream in, String path) {
        long start = System.nanoTime();
        boolean open = true;
        int status;
        try {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + headerLines + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String head = head(in);
            status = Integer.parseInt(head.substring(9, 12));
            body(head, in);
            open = !head.contains("\r\nConnection: close\r\n");
        } catch (IOException | RuntimeException e) {
            status = 0;
            open = false;
        }
        pause(answers.answered(path, status, System.nanoTime() - start));
        return open;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(512);
        int end = 0;
        while (end < 4) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("closed");
            }
            head.append((char) c);
            end = c == "\r\n\r\n".charAt(end) ? end + 1 : c == '\r' ? 1 : 0;
        }
        return head.toString();
    }

    private static void body(String head, InputStream in) throws IOException {
        int at = head.indexOf("\r\nContent-Length: ");
        if (at >= 0) {
            in.skipNBytes(Integer.parseInt(head.substring(at + 18, head.indexOf('\r', at + 18))));
        } else if (head.contains("\r\nTransfer-Encoding: chunked\r\n")) {
            int size;
            do {
                StringBuilder line = new StringBuilder();
                for (int c = in.read(); c != '\n'; c = in.read()) {
                    if (c < 0) {
                        throw new IOException("closed");
                    }
                    line.append((char) c);
                }
                size = Integer.parseInt(line.toString().strip(), 16);
                in.skipNBytes(size + 2L);
            } while (size > 0);
        }
    }

    private static void pause(Duration time) {
        if (time.isPositive()) {
            LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(time));
        }
    }
}
