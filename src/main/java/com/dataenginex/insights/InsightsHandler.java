package com.dataenginex.insights;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.limits.EventStream;
import com.dataenginex.limits.OpenStream;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Log;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code GET /api/insights?count=5&interval=0.75&source=synthetic}: sends that many events. Event <i>i</i> is due at
 * start + <i>i</i> × interval, so delays do not add up. {@code Last-Event-ID} continues a stream where it stopped;
 * after its last event the answer is 204, which tells an {@code EventSource} not to connect again.
 */
public final class InsightsHandler implements Handler {
    private static final Log LOG = Log.of(InsightsHandler.class);
    /** Name of the events. */
    private static final String EVENT = "insight";

    private final InsightsConfig config;
    private final Streams streams;
    private final LiveFigures live;
    private final InstantSource clock;

    public InsightsHandler(InsightsConfig config, Streams streams, LiveFigures live, InstantSource clock) {
        this.config = config;
        this.streams = streams;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) throws InterruptedException {
        Response.requireAccepted(req, MediaTypes.TEXT_EVENT_STREAM);
        InsightsRequest wanted = InsightsRequest.read(req, config);
        Exchange exchange = Exchange.current();
        if (wanted.isOver()) {
            res.status(Status.NO_CONTENT_204).header(Response.NO_STORE).send();
        } else if (exchange.request().isHead()) {
            EventStream.headers(res);
            res.send();
        } else {
            OpenStream stream = streams.open(exchange);
            EventStream events = EventStream.begin(res, exchange, EVENT, config.reconnectDelay());
            say(wanted);
            send(wanted, stream, events);
            events.close();
        }
    }

    private void say(InsightsRequest wanted) {
        long open = streams.inFlight().count();
        LOG.debug(wanted.first() > 1 ? "stream_resumed" : "stream_begun",
                out -> out.number("first", wanted.first()).number("count", wanted.count())
                        .seconds("interval_seconds", wanted.interval().toNanos())
                        .text("source", wanted.source().toString()).number("open", open)
                        .number("limit", streams.limit()));
    }

    private void send(InsightsRequest wanted, OpenStream stream, EventStream events) throws InterruptedException {
        Figures figures = wanted.source() == FigureSource.LIVE ? live : new SyntheticFigures(wanted.seed());
        long start = System.nanoTime();
        for (int position = wanted.first(); position <= wanted.count(); position++) {
            await(start + (position - wanted.first()) * wanted.interval().toNanos(), stream, events);
            if (stream.isEnding()) {
                events.farewell(jittered(config.reconnectDelay()));
                return;
            }
            events.send(new EventId(wanted.seed(), position).toString(),
                    event(events.data(), position, figures, wanted.source()));
        }
    }

    /**
     * A disconnected client is noticed at the second write: the first one only makes its side send a reset. Hence two
     * heartbeats in the time in which it must be noticed.
     */
    private void await(long due, OpenStream stream, EventStream events) throws InterruptedException {
        long step = config.heartbeat().toNanos() / 2;
        long beat = System.nanoTime() + step;
        while (due - beat > 0 && !stream.isEnding()) {
            stream.awaitUntil(beat);
            if (!stream.isEnding()) {
                events.heartbeat();
            }
            beat += step;
        }
        stream.awaitUntil(due);
    }

    private JsonWriter event(JsonWriter data, int position, Figures figures, FigureSource source) {
        Metric metric = Metric.at(position);
        return data.beginObject().field("metric").string(metric.toString()).field("value")
                .number(figures.value(metric, position)).field("description").string(metric.description())
                .field("timestamp").string(clock.instant().toString()).field("source").string(source.toString())
                .endObject();
    }

    /** From half of it to one and a half, so that the clients of a replica that stops do not all come back at once. */
    private static Duration jittered(Duration delay) {
        return Duration.ofNanos((long) (delay.toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble())));
    }
}
