package com.dataenginex.example;

import com.dataenginex.http.Parameters;
import com.dataenginex.http.Problem;
import com.dataenginex.http.ProblemException;
import com.dataenginex.http.ProblemType;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.log.Log;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.SpanStarter;
import io.helidon.metrics.api.Counter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** {@code GET /api/items/{id}}: one item. */
public final class ItemsHandler implements Handler {
    private static final Log LOG = Log.of(ItemsHandler.class);
    private static final SpanStarter TRACER = SpanStarter.get(ItemsHandler.class);
    private static final Map<Integer, String> NAMES = Map.of(7, "lamp", 8, "chair");

    private final ItemsConfig config;
    private final Counter found;
    private final Counter missing;

    public ItemsHandler(ItemsConfig config, Metrics metrics) {
        this.config = config;
        found = metrics.counter("item_look_ups_total", "Items looked up", "result", "found");
        missing = metrics.counter("item_look_ups_total", "Items looked up", "result", "missing");
    }

    @Override
    public void handle(ServerRequest req, ServerResponse res) {
        int id = id(req);
        String name = TRACER.call("item_look_up", span -> {
            span.set("item.id", id);
            return NAMES.get(id);
        });
        if (name == null) {
            missing.increment();
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND, "There is no item " + id + "."));
        }
        found.increment();
        LOG.info("item_found", out -> out.number("item_id", id).text("item_name", name));
        Response.json(req, res, new JsonWriter(64).beginObject().field("id").number(id).field("name").string(name)
                .endObject().toBytes());
    }

    private int id(ServerRequest req) {
        Parameters parameters = new Parameters(req);
        int id = parameters.path("id", 1, "a whole number from 1 to " + config.highestId(), text -> {
            int number = Integer.parseInt(text);
            return number >= 1 && number <= config.highestId() ? number : null;
        });
        parameters.check();
        return id;
    }
}
