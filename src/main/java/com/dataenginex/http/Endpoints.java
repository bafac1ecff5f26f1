package com.dataenginex.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatchers;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

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
        templates.add(template);
        routing.route(Method.GET, template, routed).route(Method.HEAD, template, routed).any(template, (req, res) -> {
            Exchange.current().route(template);
            others(req, res);
        });
        return this;
    }

    /**
     * A path whose {@code GET} an observe feature serves; observe routes come after these, so only the rest
     * is answered here.
     *
     * @param status what {@code HEAD} answers with, as {@code GET} would
     */
    public Endpoints observed(String path, IntSupplier status) {
        templates.add(path);
        routing.route(method -> !method.equals(Method.GET), PathMatchers.create(path), (req, res) -> {
            Exchange.current().route(path);
            if (req.prologue().method().equals(Method.HEAD)) {
                res.status(Status.create(status.getAsInt())).send();
            } else {
                others(req, res);
            }
        });
        return this;
    }

    /** Answers 404 at a path that would else be served by something else. */
    public Endpoints missing(String path) {
        routing.any(path, (req, res) -> {
            throw new ProblemException(Problem.of(ProblemType.NOT_FOUND));
        });
        return this;
    }

    /** The templates so far, in the order added. */
    public List<String> templates() {
        return List.copyOf(templates);
    }

    private static void others(ServerRequest req, ServerResponse res) {
        if (req.prologue().method() == Method.OPTIONS) {
            res.status(Status.NO_CONTENT_204).header(ALLOW).send();
            return;
        }
        throw new ProblemException(Problem.of(ProblemType.METHOD_NOT_ALLOWED, ALLOW));
    }
}
