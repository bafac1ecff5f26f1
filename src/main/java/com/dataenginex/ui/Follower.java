package com.dataenginex.ui;

import com.dataenginex.json.JsonWriter;
import com.dataenginex.logging.LogLine;
import com.dataenginex.recorder.Recording;
import com.dataenginex.recorder.RunningRequest;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One viewer's way through what happens: each round it takes what is new since the last one from the stores, which are bounded, so a
 * slow reader misses things and never makes a queue. For one thread.
 */
final class Follower {
    /** Of a batch. */
    private static final int MOST_ROWS = 200;
    /** Requests that may end before one whose number is lower can be found. */
    private static final int LATE = 256;

    private final Stores stores;
    private final Wanted wanted;
    private final RequestSearch requests;
    private final Predicate<LogLine> lines;
    /** Sequences of the last requests that were looked at. */
    private final NavigableSet<Long> sent = new TreeSet<>();
    private long started;
    private Position position;
    private boolean resumed;
    private boolean wereRunning;
    /** Whether what was not there yet a round ago may be there now. */
    private boolean again;

    /** Takes each event as it is written. */
    interface Sink {
        /** @param data one JSON value */
        void event(String name, JsonWriter data) throws IOException;
    }

    Follower(Stores stores, Wanted wanted) {
        this.stores = stores;
        this.wanted = wanted;
        this.requests = stores.search(wanted);
        this.lines = new LogSearch(wanted.words(), wanted.level());
        Position now = stores.position();
        resumed = wanted.after() != null;
        position = resumed ? wanted.after() : now;
        started = position.request();
    }

    /** How far this viewer has come. */
    Position position() {
        return position;
    }

    /** Writes what is new; nothing where there is nothing. */
    void next(Sink sink) throws IOException {
        Position now = stores.position();
        if (resumed) {
            resume(now, sink);
        }
        if (wanted.kinds().contains(Wanted.Kind.REQUESTS)) {
            requests(now, sink);
        }
        if (wanted.kinds().contains(Wanted.Kind.LOGS)) {
            lines(now, sink);
        }
        if (wanted.kinds().contains(Wanted.Kind.FIGURES) && now.second() > position.second()) {
            figures(now, sink);
        }
        position = now;
    }

    /** Says what is gone of what came since the last event that the viewer had. */
    private void resume(Position now, Sink sink) throws IOException {
        resumed = false;
        boolean otherRun = !position.run().equals(now.run());
        if (otherRun) {
            position = new Position(now.run(), 0, 0, 0);
            started = 0;
        }
        boolean follows = wanted.kinds().contains(Wanted.Kind.REQUESTS);
        long missedRequests = follows ? stores.requestsGoneAfter(position.request()) : 0;
        long missedLines = wanted.kinds().contains(Wanted.Kind.LOGS) ? stores.linesGoneAfter(position.line()) : 0;
        if (otherRun || missedRequests > 0 || missedLines > 0) {
            sink.event("gap", new JsonWriter(128).beginObject().field("restarted").bool(otherRun).field("requests")
                    .number(missedRequests).field("lines").number(missedLines).endObject());
        }
    }

    private void requests(Position now, Sink sink) throws IOException {
        boolean more = now.request() > position.request();
        if (more || again) {
            List<Recording> seen = stores.requestsAfter(position.request() - LATE).stream()
                    .filter(one -> isNew(one, now) && requests.test(one)).toList();
            sent.headSet(now.request() - LATE).clear();
            List<Recording> told = Stores.mostTelling(seen, MOST_ROWS);
            if (!seen.isEmpty()) {
                JsonWriter out = new JsonWriter(4_096).beginObject().field("skipped").number(seen.size() - told.size())
                        .field("requests").beginArray();
                told.forEach(one -> stores.requests().summary(out, one));
                sink.event("requests", out.endArray().endObject());
            }
        }
        again = more;
        List<RunningRequest> running = stores.underWay(requests);
        if (!running.isEmpty() || wereRunning) {
            JsonWriter out = new JsonWriter(1_024).beginObject().field("running").beginArray();
            running.stream().limit(MOST_ROWS).forEach(one -> stores.requests().running(out, one));
            sink.event("running", out.endArray().field("count").number(running.size()).endObject());
        }
        wereRunning = !running.isEmpty();
    }

    /** Whether it was not looked at before. Its number is given before it can be found, so a few may be found late. */
    private boolean isNew(Recording one, Position now) {
        return one.sequence() > started && one.sequence() <= now.request() && sent.add(one.sequence());
    }

    private void lines(Position now, Sink sink) throws IOException {
        if (now.line() == position.line()) {
            return;
        }
        List<LogTail.Numbered> seen = stores.tail().between(position.line(), now.line(), MOST_ROWS, lines);
        if (!seen.isEmpty()) {
            JsonWriter out = new JsonWriter(4_096).beginObject().field("lines").beginArray();
            seen.forEach(one -> LineJson.write(out, one.number(), one.line()));
            sink.event("logs", out.endArray().endObject());
        }
    }

    private void figures(Position now, Sink sink) throws IOException {
        JsonWriter out = new JsonWriter(2_048).beginObject().field("rows");
        stores.state().rows(out, stores.ring().between(position.second(), now.second(), FigureRing.SECONDS));
        stores.state().state(out.field("state"));
        sink.event("figures", out.endObject());
    }
}
