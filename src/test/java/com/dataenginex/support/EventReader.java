package com.dataenginex.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A client of an event stream that notes what came and when, comments included. */
public final class EventReader implements AutoCloseable {
    /** One event: its fields, comments under the empty name, and when it had arrived. */
    public record Event(Map<String, String> fields, long nanos) {
        public String data() {
            return fields.get("data");
        }

        public String id() {
            return fields.get("id");
        }
    }

    private final Socket socket;
    private final List<String> head = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long endedNanos;
    private volatile boolean whole;

    private EventReader(Socket socket, String path, String... headerLines) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\n");
        for (String line : headerLines) {
            request.append(line).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        Thread.ofVirtual().start(this::read);
    }

    public static EventReader open(int port, String path, String... headerLines) {
        return open(new InetSocketAddress("127.0.0.1", port), path, headerLines);
    }

    public static EventReader open(InetSocketAddress server, String path, String... headerLines) {
        try {
            return new EventReader(new Socket(server.getAddress(), server.getPort()), path, headerLines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the stream has ended; returns its events, comments not included. */
    public List<Event> awaitEnd() {
        try {
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the stream goes on; so far: " + events);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return named();
    }

    /** Waits for the first event; one that ends without any fails at once, with what came instead. */
    public void awaitFirst() {
        Awaitility.await().until(() -> !named().isEmpty() || hasEnded());
        if (named().isEmpty()) {
            throw new AssertionError("the stream has ended without an event; its head: " + head + ", then: " + events);
        }
    }

    public List<Event> named() {
        return events.stream().filter(event -> event.fields().containsKey("event")).toList();
    }

    /** Everything that came, comments too. */
    public List<Event> all() {
        return List.copyOf(events);
    }

    public String status() {
        return head.isEmpty() ? "" : head.getFirst();
    }

    public List<String> head() {
        return head;
    }

    /** Whether the last chunk came: the server ended the stream in good order. */
    public boolean isWhole() {
        return whole;
    }

    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    public long endedNanos() {
        return endedNanos;
    }

    private void read() {
        try {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1_024);
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            body(in);
        } catch (IOException e) {
            // Closed by either side.
        } finally {
            endedNanos = System.nanoTime();
            ended.countDown();
        }
    }

    /** An event is one chunk; its size is a line without a colon. */
    private void body(BufferedReader in) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isEmpty() && !fields.isEmpty()) {
                events.add(new Event(fields, System.nanoTime()));
                fields = new LinkedHashMap<>();
            } else if (line.equals("0")) {
                whole = true;
                return;
            } else if (line.contains(":")) {
                String value = line.substring(line.indexOf(':') + 1);
                fields.put(line.substring(0, line.indexOf(':')), value.startsWith(" ") ? value.substring(1) : value);
            }
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

    /** The ids of events, in order. */
    public static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }
}
