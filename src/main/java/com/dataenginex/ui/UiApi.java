package com.dataenginex.ui;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.recorder.Recording;
import com.dataenginex.recorder.RunningRequest;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** What the page asks, for programs too: {@code GET /ui/api/requests}, {@code /requests/{id}}, {@code /logs}, {@code /figures}. */
final class UiApi {
    private static final MediaType LINES = MediaTypes.create("application", "x-ndjson");
    private static final HeaderName LAST_EVENT = HeaderNames.create("Last-Event-ID");
    private static final int USUAL_ROWS = 100;
    private static final int MOST_ROWS = 500;
    private static final int USUAL_SECONDS = 300;

    private final Stores stores;
    private final Following following;

    UiApi(Stores stores, Viewers viewers) {
        this.stores = stores;
        this.following = new Following(stores, viewers);
    }

    /** The one stream of a tab. */
    void stream(ServerRequest req, ServerResponse res) throws InterruptedException {
        Response.requireAccepted(req, MediaTypes.TEXT_EVENT_STREAM);
        String last = req.headers().contains(LAST_EVENT) ? req.headers().get(LAST_EVENT).get() : null;
        following.events(Wanted.read(req, null, USUAL_ROWS, MOST_ROWS, last), res);
    }

    void requests(ServerRequest req, ServerResponse res) throws InterruptedException {
        Wanted wanted = Wanted.read(req, EnumSet.of(Wanted.Kind.REQUESTS), USUAL_ROWS, MOST_ROWS, null);
        answer(req, res, wanted, out -> {
            RequestSearch search = stores.search(wanted);
            List<Recording> found = stores.newestRequests(wanted.max(), search);
            out.field("requests").beginArray();
            found.forEach(one -> stores.requests().summary(out, one));
            List<RunningRequest> running = stores.underWay(search);
            out.endArray().field("running").beginArray();
            running.stream().limit(MOST_ROWS).forEach(one -> stores.requests().running(out, one));
            out.endArray().field("held_bytes").number(stores.bytes()[0]).field("limit_bytes")
                    .number(stores.bytes()[1]);
        });
    }

    /** By request id or trace id. */
    void request(ServerRequest req, ServerResponse res) {
        String id = Exchange.current().pathValues().getFirst();
        List<Recording> found = stores.find(id);
        if (found.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND,
                    "No request of this id is held; ordinary ones are held until newer ones need their place."));
        }
        JsonWriter out = new JsonWriter(8_192).beginObject().field("requests").beginArray();
        found.forEach(one -> stores.requests().whole(out, one));
        res.header(Response.NO_STORE);
        Response.json(req, res, out.endArray().endObject().toBytes());
    }

    void logs(ServerRequest req, ServerResponse res) throws InterruptedException {
        Wanted wanted = Wanted.read(req, EnumSet.of(Wanted.Kind.LOGS), USUAL_ROWS, MOST_ROWS, null);
        answer(req, res, wanted, out -> {
            out.field("lines").beginArray();
            stores.tail().between(0, Long.MAX_VALUE, wanted.max(), new LogSearch(wanted.words(), wanted.level()))
                    .forEach(one -> LineJson.write(out, one.number(), one.line()));
            out.endArray();
        });
    }

    void figures(ServerRequest req, ServerResponse res) throws InterruptedException {
        Wanted wanted = Wanted.read(req, EnumSet.of(Wanted.Kind.FIGURES), USUAL_SECONDS, FigureRing.SECONDS, null);
        answer(req, res, wanted, out -> {
            stores.state().rows(out.field("rows"), stores.ring().between(0, Long.MAX_VALUE, wanted.max()));
            stores.state().state(out.field("state"));
        });
    }

    private void answer(ServerRequest req, ServerResponse res, Wanted wanted, Consumer<JsonWriter> members)
            throws InterruptedException {
        if (wanted.follow()) {
            Response.requireAccepted(req, LINES);
            following.lines(wanted, res);
            return;
        }
        // Taken first: what comes meanwhile is sent twice rather than never.
        JsonWriter out = new JsonWriter(16_384).beginObject().field("position").string(stores.position().toString());
        stores.state().about(out);
        members.accept(out);
        res.header(Response.NO_STORE);
        Response.json(req, res, out.endObject().toBytes());
    }
}
