package com.dataenginex.limits;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.json.Utf8Buffer;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes server-sent events (WHATWG HTML, section 9.2) through Helidon's sink, each in one piece:
 *
 * <pre>
 * retry: 2000
 * id: 5f3a9c0012ab34cd-1
 * event: insight
 * data: {"metric":"request_rate",…}
 * </pre>
 *
 * <p>Helidon 4.5.0's sink writes no {@code retry}, no space after a field's colon, and {@code Cache-Control: no-cache}:
 * the first goes below it, the second is part of the value, the third is set again before the headers go out.
 */
public final class EventStream {
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");
    private static final SseEvent HEARTBEAT = SseEvent.builder().comment(" heartbeat").build();

    private final Exchange exchange;
    private final String name;
    private OutputStream below;
    private SseSink sink;

    private EventStream(Exchange exchange, String name) {
        this.exchange = exchange;
        this.name = " " + name;
    }

    /**
     * Sends the response's head.
     *
     * @param name of its events
     * @param reconnectDelay what a client is told to wait before it connects again
     */
    public static EventStream begin(ServerResponse res, Exchange exchange, String name, Duration reconnectDelay) {
        EventStream events = new EventStream(exchange, name);
        headers(res);
        res.beforeSend(() -> res.header(Response.NO_STORE));
        res.streamFilter(out -> {
            events.below = out;
            return out;
        });
        events.sink = res.sink(SseSink.TYPE);
        events.retry(reconnectDelay);
        exchange.streaming(Status.OK_200.code());
        return events;
    }

    /** The headers of a stream, as a {@code HEAD} shows them. */
    public static void headers(ServerResponse res) {
        res.header(HeaderValues.CONTENT_TYPE_EVENT_STREAM).header(UNBUFFERED).header(Response.NO_STORE);
    }

    /** Takes the data of the next event; it holds the space after the colon. */
    public JsonWriter data() {
        return new JsonWriter(new Utf8Buffer(192).put((byte) ' '));
    }

    public void send(String id, JsonWriter data) {
        emit(SseEvent.builder().id(" " + id).name(name).data(data.toBytes()).build());
        exchange.streamed();
    }

    /** A comment, which a client does not see: a client that has left shows when it is written. */
    public void heartbeat() {
        emit(HEARTBEAT);
    }

    /** Tells the client that the service stops, and when to connect again; its last id stays as it is. */
    public void farewell(Duration reconnectDelay) {
        retry(reconnectDelay);
        byte[] data = data().beginObject().field("reason").string("shutdown").endObject().toBytes();
        emit(SseEvent.builder().name(" goodbye").data(data).build());
    }

    public void close() {
        sink.close();
    }

    /** A line of the next event; it is not sent on its own. */
    private void retry(Duration reconnectDelay) {
        try {
            below.write(("retry: " + reconnectDelay.toMillis() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void emit(SseEvent event) {
        sink.emit(event);
    }
}
