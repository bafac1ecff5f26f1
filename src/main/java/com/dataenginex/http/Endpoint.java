package com.dataenginex.http;

import com.dataenginex.log.Severity;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is at one path: a handler for each method, and how its requests are treated.
 *
 * <pre>{@code
 * Endpoint.get("/api/items/{id}", items::read).and(Method.DELETE, items::delete).through(tokens)
 * }</pre>
 *
 * <p>{@code HEAD} is answered as {@code GET} without the body, {@code OPTIONS} with {@code Allow}, and any other method with
 * 405. A request is admitted, traced, logged and counted unless its endpoint says otherwise. Immutable.
 */
public final class Endpoint {
    /** The template of a request whose path does not exist; also its metric label and its log field. */
    public static final String UNMATCHED = "unmatched";

    /** Nothing is at the request's path. */
    public static final Endpoint NONE = answering(ProblemType.NOT_FOUND, ProblemType.NOT_FOUND.detail());

    /** The request's target is no canonical path (see {@link Target}). */
    static final Endpoint NOT_CANONICAL = answering(ProblemType.BAD_REQUEST,
            "The path is not in its canonical form: no dot segments, empty segments, backslashes, or encoded slashes.");

    private static final Pattern TEMPLATE = Pattern.compile("/|(/([\\w.~-]+|\\{[a-z]\\w*}))+");

    /** What sets an endpoint's requests apart. */
    private enum Trait {
        EXEMPT,
        UNTRACED,
        UNCOUNTED,
        SCRAPE,
        STREAM,
        HIDDEN
    }

    private final String template;
    private final List<String> parameters;
    /** For every method, where there are no handlers. */
    private final Handler any;
    private final Map<String, Handler> handlers = new LinkedHashMap<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private final List<Filter> filters = new ArrayList<>();
    private final Set<String> requestHeaders = new LinkedHashSet<>();
    private final Set<String> responseHeaders = new LinkedHashSet<>();
    private Severity severity = Severity.INFO;
    private Header allow = allow(Set.of());

    private Endpoint(String template, Handler any) {
        this.template = template;
        this.any = any;
        this.parameters = Arrays.stream(template.split("/")).filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1)).toList();
    }

    /** A copy, changed by those below before anybody else sees it. */
    private Endpoint(Endpoint other) {
        this(other.template, other.any);
        handlers.putAll(other.handlers);
        traits.addAll(other.traits);
        filters.addAll(other.filters);
        requestHeaders.addAll(other.requestHeaders);
        responseHeaders.addAll(other.responseHeaders);
        severity = other.severity;
        allow = other.allow;
    }

    /**
     * @param template a path with {@code {name}} in the place of each segment that varies; it becomes a label, so it must hold
     *        no values
     * @throws IllegalArgumentException if it is no such path
     */
    public static Endpoint get(String template, Handler handler) {
        return on(Method.GET, template, handler);
    }

    /** As {@link #get} for another method. */
    public static Endpoint on(Method method, String template, Handler handler) {
        if (!TEMPLATE.matcher(template).matches()) {
            throw new IllegalArgumentException(
                    "\"" + template + "\" is no path template; allowed: segments and {name}, such as /api/items/{id}");
        }
        return new Endpoint(template, null).and(method, handler);
    }

    /**
     * A path whose {@code GET} an observe feature serves.
     *
     * @param refusal why the feature would answer 503 now, for the request's line; null if it would answer 200
     */
    public static Endpoint observed(String path, Supplier<String> refusal) {
        return get(path, (req, res) -> {
            observed(refusal.get());
            res.next();
        }).and(Method.HEAD, (req, res) -> res.status(observed(refusal.get())).header(Response.JSON).send());
    }

    private static Status observed(String refusal) {
        if (refusal == null) {
            return Status.OK_200;
        }
        Exchange.current().answered(Problem.of(ProblemType.SERVICE_UNAVAILABLE, refusal));
        return Status.SERVICE_UNAVAILABLE_503;
    }

    /** Answers {@code OPTIONS *} with the methods of all endpoints. */
    static Endpoint server(List<Endpoint> endpoints) {
        Set<String> all = new LinkedHashSet<>();
        endpoints.forEach(endpoint -> all.addAll(endpoint.handlers.keySet()));
        Header allowed = allow(all);
        return new Endpoint(UNMATCHED, (req, res) -> {
            if (!req.prologue().method().equals(Method.OPTIONS)) {
                throw new ProblemException(Problem.of(ProblemType.BAD_REQUEST, "Only OPTIONS may ask for *."));
            }
            res.status(Status.NO_CONTENT_204).header(allowed).send();
        });
    }

    private static Header allow(Set<String> handled) {
        return HeaderValues.createCached(HeaderNames.ALLOW,
                Stream.concat(handled.stream(), Stream.of("OPTIONS")).collect(Collectors.joining(", ")));
    }

    private static Endpoint answering(ProblemType type, String detail) {
        return new Endpoint(UNMATCHED, (req, res) -> {
            throw new ProblemException(Problem.of(type, detail));
        });
    }

    /** Another method of the same path; {@code GET} brings {@code HEAD} with it. */
    public Endpoint and(Method method, Handler handler) {
        if (method.equals(Method.OPTIONS)) {
            throw new IllegalArgumentException("OPTIONS is answered with Allow by itself, and without credentials");
        }
        Endpoint copy = new Endpoint(this);
        copy.handlers.put(method.text(), handler);
        if (method.equals(Method.GET)) {
            copy.handlers.putIfAbsent(Method.HEAD.text(), handler);
        }
        copy.allow = allow(copy.handlers.keySet());
        return copy;
    }

    /** Its requests do not count against the limit of requests in flight, so they are answered under overload too. */
    public Endpoint exempt() {
        return with(Trait.EXEMPT);
    }

    /** Its requests make no span. */
    public Endpoint untraced() {
        return with(Trait.UNTRACED);
    }

    /** Its requests are in no metric. */
    public Endpoint uncounted() {
        return with(Trait.UNCOUNTED);
    }

    /** It serves the metrics; its requests are in no metric and make no span. */
    public Endpoint scrape() {
        return with(Trait.SCRAPE).untraced().uncounted();
    }

    /**
     * Its requests leave no signal: no span, no metric, no log line but that of a failure, and they are not remembered. Pages of
     * other origins may not read them (CORS).
     */
    public Endpoint hidden() {
        return with(Trait.HIDDEN).untraced().uncounted();
    }

    /** Its responses are streams, which may last. */
    public Endpoint stream() {
        return with(Trait.STREAM);
    }

    /**
     * Its requests' lines have this severity. One that is answered with 4xx or 5xx is said at INFO at least, and one that fails is an
     * error all the same.
     */
    public Endpoint loggedAt(Severity other) {
        Endpoint copy = new Endpoint(this);
        copy.severity = other;
        return copy;
    }

    /** Lets a request pass this filter before its handler, such as one that asks for credentials; not {@code OPTIONS}. */
    public Endpoint through(Filter filter) {
        Endpoint copy = new Endpoint(this);
        copy.filters.add(filter);
        return copy;
    }

    /** Request headers of its own, which pages of other origins may send (CORS). */
    public Endpoint reads(String... headers) {
        Endpoint copy = new Endpoint(this);
        copy.requestHeaders.addAll(List.of(headers));
        return copy;
    }

    /** Response headers of its own, which pages of other origins may read (CORS). */
    public Endpoint exposes(String... headers) {
        Endpoint copy = new Endpoint(this);
        copy.responseHeaders.addAll(List.of(headers));
        return copy;
    }

    private Endpoint with(Trait trait) {
        Endpoint copy = new Endpoint(this);
        copy.traits.add(trait);
        return copy;
    }

    public String template() {
        return template;
    }

    /** Names of what varies in the path, in order. */
    public List<String> parameters() {
        return parameters;
    }

    public boolean isExempt() {
        return traits.contains(Trait.EXEMPT);
    }

    public boolean isTraced() {
        return !traits.contains(Trait.UNTRACED);
    }

    public boolean isCounted() {
        return !traits.contains(Trait.UNCOUNTED);
    }

    public boolean isScrape() {
        return traits.contains(Trait.SCRAPE);
    }

    /** Whether its requests leave no signal. */
    public boolean isHidden() {
        return traits.contains(Trait.HIDDEN);
    }

    public boolean isStream() {
        return traits.contains(Trait.STREAM);
    }

    public boolean isMatched() {
        return any == null;
    }

    public Severity severity() {
        return severity;
    }

    List<Filter> filters() {
        return filters;
    }

    Set<String> requestHeaders() {
        return requestHeaders;
    }

    Set<String> responseHeaders() {
        return responseHeaders;
    }

    /** The methods that have a handler of their own; {@code HEAD} has that of {@code GET}. */
    public List<String> handled() {
        return handlers.keySet().stream().filter(method -> !method.equals("HEAD")).toList();
    }

    /** The methods that are answered, as in {@code Allow}. */
    public String methods() {
        return allow.get();
    }

    /** Answers a request to this endpoint. */
    void handle(ServerRequest req, ServerResponse res) throws Exception {
        Method method = req.prologue().method();
        Handler handler = any != null ? any : handlers.get(method.text());
        if (handler != null) {
            handler.handle(req, res);
        } else if (method.equals(Method.OPTIONS)) {
            res.status(Status.NO_CONTENT_204).header(allow).send();
        } else {
            throw new ProblemException(Problem.of(ProblemType.METHOD_NOT_ALLOWED, allow));
        }
    }
}
