package com.dataenginex.ui;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Answers that go on: server-sent events for the page, lines of JSON for curl. At most four batches per second. */
final class Following {
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** So that a viewer that has left is noticed. */
    private static final int ROUNDS_PER_HEARTBEAT = 20;
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");
    private static final String RETRY = "retry: 2000\n\n";

    private final Stores stores;
    private final Viewers viewers;

    Following(Stores stores, Viewers viewers) {
        this.stores = stores;
        this.viewers = viewers;
    }

    /** Writes one event in a viewer's format. */
    private interface Format {
        void event(OutputStream out, String name, JsonWriter data, Position id) throws IOException;
    }

    void events(Wanted wanted, ServerResponse res) throws InterruptedException {
        run(wanted, res, HeaderValues.CONTENT_TYPE_EVENT_STREAM, (out, name, data, id) -> {
            out.write(("event: " + name + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: ")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(data.toBytes());
            out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
        });
    }

    /** One object per line: {@code {"requests":[…]}}. */
    void lines(Wanted wanted, ServerResponse res) throws InterruptedException {
        run(wanted, res, HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/x-ndjson"),
                (out, name, data, id) -> {
                    if (!name.equals("position") && !name.equals("goodbye")) {
                        out.write(data.newLine().toBytes());
                    }
                });
    }

    private void run(Wanted wanted, ServerResponse res, Header type, Format format) throws InterruptedException {
        Exchange exchange = Exchange.current();
        res.header(type).header(UNBUFFERED).header(Response.NO_STORE);
        if (exchange.request().isHead()) {
            res.send();
            return;
        }
        viewers.add(exchange);
        // Before the head is sent: what comes from then on is told.
        Follower follower = new Follower(stores, wanted);
        boolean events = type == HeaderValues.CONTENT_TYPE_EVENT_STREAM;
        try (OutputStream out = res.outputStream()) {
            if (events) {
                out.write(RETRY.getBytes(StandardCharsets.US_ASCII));
            }
            out.flush();
            exchange.streaming(Status.OK_200.code());
            follow(follower, wanted, out, format, events);
        } catch (IOException | UncheckedIOException e) {
            throw new ServerConnectionException("The viewer has left", e);
        }
    }

    private void follow(Follower follower, Wanted wanted, OutputStream out, Format format, boolean events)
            throws IOException, InterruptedException {
        int quiet = 0;
        for (int batch = 0; batch < wanted.batches(); batch++) {
            boolean[] wrote = new boolean[1];
            follower.next((name, data) -> {
                format.event(out, name, data, null);
                wrote[0] = true;
            });
            quiet = wrote[0] ? 0 : quiet + 1;
            if (wrote[0]) {
                format.event(out, "position", new JsonWriter(64).string(follower.position().toString()),
                        follower.position());
                out.flush();
            } else if (quiet % ROUNDS_PER_HEARTBEAT == 0) {
                out.write((events ? ":\n\n" : "\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
            viewers.await(STEP_NANOS);
            if (viewers.isEnding()) {
                format.event(out, "goodbye", new JsonWriter(64).string("The service is stopping."), null);
                out.flush();
                return;
            }
        }
    }
}
