package com.dataenginex.http;

import io.helidon.http.Header;
import java.util.List;

/**
 * An error as the client sees it.
 *
 * @param type its row in the table
 * @param detail one sentence for this occurrence; never a class name or anything of a stack
 * @param errors the fields that are wrong
 * @param headers sent with it, such as {@code Retry-After}
 */
public record Problem(ProblemType type, String detail, List<FieldError> errors, List<Header> headers) {

    /** One wrong field and the reason. */
    public record FieldError(String field, String reason) {
    }

    public Problem {
        errors = List.copyOf(errors);
        headers = List.copyOf(headers);
    }

    public static Problem of(ProblemType type, Header... headers) {
        return of(type, type.detail(), headers);
    }

    public static Problem of(ProblemType type, String detail, Header... headers) {
        return new Problem(type, detail, List.of(), List.of(headers));
    }

    public static Problem invalid(List<FieldError> errors) {
        return new Problem(ProblemType.INVALID_PARAMETER, ProblemType.INVALID_PARAMETER.detail(), errors, List.of());
    }

    /** A value that is well-formed, but names nothing that is there. */
    public static Problem unknown(String detail, FieldError error) {
        return new Problem(ProblemType.NOT_FOUND, detail, List.of(error), List.of());
    }
}
