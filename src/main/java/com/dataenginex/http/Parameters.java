package com.dataenginex.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.webserver.http.ServerRequest;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the parameters of a request and records each value that is not allowed, so that one response names all of them:
 *
 * <pre>{@code
 * Parameters parameters = new Parameters(req);
 * long id = parameters.path("id", 0L, "a whole number", Long::valueOf);
 * parameters.body(16_384);
 * String name = parameters.text("name", "1 to 40 characters", text -> text.length() <= 40 ? text : null);
 * parameters.check();
 * }</pre>
 *
 * <p>Query parameters that the handler does not read are ignored; body fields that it does not read are errors. For one
 * request.
 */
public final class Parameters {
    private static final int SHOWN = 40;
    /** Unknown fields that are named; a response must not be much larger than its request. */
    private static final int MOST_UNKNOWN = 10;

    private final ServerRequest request;
    private final List<Problem.FieldError> errors = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();
    private JsonObject body = JsonValue.EMPTY_JSON_OBJECT;

    public Parameters(ServerRequest request) {
        this.request = request;
    }

    /**
     * A parameter of the query.
     *
     * @param otherwise what an absent one counts as
     * @param allowed the values that are accepted, in words
     * @param parse returns null or throws for a value that is not allowed
     */
    public <T> T query(String name, T otherwise, String allowed, Function<String, T> parse) {
        UriQuery query = request.query();
        List<String> values = query.contains(name) ? query.all(name) : List.of();
        if (values.size() > 1) {
            errors.add(new Problem.FieldError(name, "is given " + values.size() + " times; allowed: once"));
            return otherwise;
        }
        return values.isEmpty()
                ? otherwise
                : read(name, shown(values.getFirst()), values.getFirst(), otherwise, allowed, parse);
    }

    /**
     * A value in the path, decoded; the parameters are those of {@link #query}.
     *
     * @param otherwise what a value that is not allowed counts as until {@link #check} refuses it
     * @throws IllegalArgumentException if the endpoint's template has no such parameter
     */
    public <T> T path(String name, T otherwise, String allowed, Function<String, T> parse) {
        Exchange exchange = Exchange.current();
        int index = exchange.endpoint().parameters().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(exchange.template() + " has no parameter {" + name + "}");
        }
        String text = exchange.pathValues().get(index);
        return read(name, shown(text), text, otherwise, allowed, parse);
    }

    /** A header's value, which is not shown again; the parameters are those of {@link #query}. */
    public <T> T header(String name, String text, T otherwise, String allowed, Function<String, T> parse) {
        return read(name, "its value", text, otherwise, allowed, parse);
    }

    /**
     * Reads the body, which must be one JSON object, for {@link #text} and {@link #field}.
     *
     * @param maxBytes the most that is read
     * @throws ProblemException with 415 for another media type, 413 for a larger body, 400 for what is no JSON object
     */
    public void body(int maxBytes) {
        body = JsonBody.read(request, maxBytes);
    }

    /**
     * A text in the body that must be there.
     *
     * @param allowed the values that are accepted, in words
     * @param parse returns null or throws for a value that is not allowed
     * @return null for a value that is not allowed, until {@link #check} refuses it
     */
    public <T> T text(String name, String allowed, Function<String, T> parse) {
        return field(name, "a text: " + allowed,
                value -> value instanceof JsonString text ? parse.apply(text.getString()) : null);
    }

    /** As {@link #text} for a value of any type. */
    public <T> T field(String name, String allowed, Function<JsonValue, T> parse) {
        asked.add(name);
        JsonValue value = body.get(name);
        if (value == null) {
            errors.add(new Problem.FieldError(name, "is missing; allowed: " + allowed));
            return null;
        }
        return read(name, shown(value.toString()), value, null, allowed, parse);
    }

    /** As {@link #field} for one that may be absent. */
    public <T> T field(String name, T otherwise, String allowed, Function<JsonValue, T> parse) {
        asked.add(name);
        JsonValue value = body.get(name);
        return value == null ? otherwise : read(name, shown(value.toString()), value, otherwise, allowed, parse);
    }

    private <F, T> T read(String name, String shown, F given, T otherwise, String allowed, Function<F, T> parse) {
        T value;
        try {
            value = parse.apply(given);
        } catch (RuntimeException e) {
            value = null;
        }
        if (value == null) {
            errors.add(new Problem.FieldError(name, shown + " is not allowed; allowed: " + allowed));
            return otherwise;
        }
        return value;
    }

    private static String shown(String text) {
        return '"' + shortened(text) + '"';
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** @throws ProblemException with 400 if any value was not allowed */
    public void check() {
        Set<String> unknown = new TreeSet<>(body.keySet());
        unknown.removeAll(asked);
        unknown.stream().limit(MOST_UNKNOWN).forEach(name -> errors.add(new Problem.FieldError(shortened(name),
                "is no field of this body; allowed: " + new TreeSet<>(asked))));
        if (unknown.size() > MOST_UNKNOWN) {
            errors.add(
                    new Problem.FieldError("…", (unknown.size() - MOST_UNKNOWN) + " more are no fields of this body"));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
    }
}
