package com.dataenginex.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the short form of the benchmark may fail for: spans or lines that are lost, and a request that costs too much. Time itself is
 * judged nowhere, since the machine may be busy with other things.
 */
final class Check {
    /** Spans per request where every request is sampled; a queue that overflows loses more. */
    static final double LEAST_SPANS = 0.999;

    private final double worstRatio;
    private final List<String> failures = new ArrayList<>();

    /**
     * @param worstRatio of CPU time per request against the bare server, as the median of all rounds' ratios
     */
    Check(double worstRatio) {
        this.worstRatio = worstRatio;
    }

    void ratio(Object server, double median) {
        require(median <= worstRatio, "%s: %.2f times the CPU time of bare Helidon, at most %.2f is allowed", server,
                median, worstRatio);
    }

    void spans(Object server, long requests, long spans) {
        require(spans >= LEAST_SPANS * requests, "%s: spans are lost, %d of %d requests have theirs", server, spans,
                requests);
    }

    /**
     * @param perRequest lines that the settings make it write for a request
     */
    void lines(Object server, long requests, long lines, int perRequest) {
        require(lines == perRequest * requests, "%s: %d lines about %d requests, %d for each were to be written",
                server, lines, requests, perRequest);
    }

    /** A sentence for each; empty if all is well. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** NaN, as of no requests, is not well. */
    private void require(boolean held, String sentence, Object... values) {
        if (!held) {
            failures.add(String.format(Locale.ROOT, sentence, values));
        }
    }
}
