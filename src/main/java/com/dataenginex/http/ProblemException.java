package com.dataenginex.http;

/** Thrown by a handler or a filter to send a specific problem. Wrapped in another exception it is a failure like any other. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
