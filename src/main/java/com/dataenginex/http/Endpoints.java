package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers endpoints and remembers their templates. Each answers {@code HEAD} as {@code GET} without
 * the body, {@code OPTIONS} with {@code Allow}, and any other method with 405: Helidon alone would
 * answer 404 to all of these.
 */
public final class Endpoints {
    private static final Header ALLOW = HeaderValues.createCached(HeaderNames.ALLOW, "GET, HEAD, OPTIONS");

    private final HttpRouting.Builder routing;
    private final List<String> templates = new ArrayList<>();

    public Endpoints(HttpRouting.Builder routing) {
        this.routing = routing;
    }

    /** @param template path with {@code {name}} for what varies; it must not hold values, since it becomes a label */
    public Endpoints get(String template, Handler handler) {
        Handler routed = (req, res) -> {
            Exchange.current().route(template);
            handler.handle(req, res);
        };
        routing.route(Method.GET, template, routed).route(Method.HEAD, template, routed);
        return refuseOthers(template);
    }

    /** The templates so far, in the order added. */
    public List<String> templates() {
        return List.copyOf(templates);
    }

    private Endpoints refuseOthers(String template) {
        templates.add(template);
        routing.any(template, (req, res) -> {
            Exchange.current().route(template);
            others(req, res);
        });
        return this;
    }

    private static void others(ServerRequest req, ServerResponse res) {
        if (req.prologue().method() == Method.OPTIONS) {
            res.status(Status.NO_CONTENT_204).header(ALLOW).send();
            return;
        }
        throw new ProblemException(Problem.of(ProblemType.METHOD_NOT_ALLOWED, ALLOW));
    }
}
