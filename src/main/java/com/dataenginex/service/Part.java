package com.dataenginex.service;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A component with a start and a stop. It is started once, in the order of the service's list, and stopped once, in the
 * reverse order.
 *
 * @param name in snake case; the ledger of a stop has its time as {@code <name>_seconds}
 * @param start returns once the part works
 * @param stop returns once the part is at its end
 * @param deadline after which a stop that has not returned is interrupted and left behind; what a part does within a
 *        time of its own ends before that
 */
public record Part(String name, Step start, Step stop, Duration deadline) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    public Part {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name of a part; allowed: snake case");
        }
    }

    /** What is done at the start or at the stop. */
    @FunctionalInterface
    public interface Step {
        Step NOTHING = () -> {
        };

        void run() throws Exception;
    }

    public static Part of(String name, Step start, Step stop) {
        return new Part(name, start, stop, DEADLINE);
    }

    /** A part that only has to be stopped. */
    public static Part closing(String name, Step stop) {
        return of(name, Step.NOTHING, stop);
    }

    /** A part that only has to be started. */
    public static Part starting(String name, Step start) {
        return of(name, start, Step.NOTHING);
    }

    /** The same part; this is added to the deadline of its stop. */
    public Part within(Duration own) {
        return new Part(name, start, stop, own.plus(DEADLINE));
    }
}
