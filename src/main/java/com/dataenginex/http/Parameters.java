package com.dataenginex.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads what a client may choose, and notes each value that is not allowed, so that one answer names all of
 * them. Parameters that nobody asks for are ignored. For one request.
 */
public final class Parameters {
    private static final int SHOWN = 40;

    private final ServerRequest request;
    private final List<Problem.FieldError> errors = new ArrayList<>();

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
        List<String> values;
        try {
            UriQuery query = request.query();
            values = query.contains(name) ? query.all(name) : List.of();
        } catch (RuntimeException e) {
            throw new ProblemException(
                    Problem.of(ProblemType.BAD_REQUEST, "The query is not valid percent-encoding."));
        }
        if (values.size() > 1) {
            errors.add(new Problem.FieldError(name, "is given " + values.size() + " times; allowed: once"));
            return otherwise;
        }
        if (values.isEmpty()) {
            return otherwise;
        }
        String text = values.getFirst();
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return read(name, '"' + shown + '"', text, otherwise, allowed, parse);
    }

    /** A header's value, which is not shown again; the parameters are those of {@link #query}. */
    public <T> T header(String name, String text, T otherwise, String allowed, Function<String, T> parse) {
        return read(name, "its value", text, otherwise, allowed, parse);
    }

    private <T> T read(String name, String shown, String text, T otherwise, String allowed, Function<String, T> parse) {
        T value;
        try {
            value = parse.apply(text);
        } catch (RuntimeException e) {
            value = null;
        }
        if (value == null) {
            errors.add(new Problem.FieldError(name, shown + " is not allowed; allowed: " + allowed));
            return otherwise;
        }
        return value;
    }

    /** @throws ProblemException with 400 if any value was not allowed */
    public void check() {
        if (!errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(errors));
        }
    }
}
