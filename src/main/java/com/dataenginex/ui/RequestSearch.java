package com.dataenginex.ui;

import com.dataenginex.http.RequestFacts;
import com.dataenginex.recorder.Recording;
import com.dataenginex.recorder.RunningRequest;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which requests a viewer wants to see.
 *
 * @param words all of them must hold
 * @param hidden templates that are left out, such as those of probes
 */
record RequestSearch(SearchWords words, Set<String> hidden) implements Predicate<Recording> {
    private static final double NANOS = 1e9;
    /** Of one member each. */
    private static final Set<String> KEYS = Set.of("route", "method", "path", "id", "trace", "client");

    @Override
    public boolean test(Recording one) {
        return holds(one.route(), word -> switch (word.key()) {
            case "status" -> word.isStatus(one.status());
            case "outcome" -> word.isIn(one.outcome().toString());
            case "kept" -> one.kept() != null && (word.value().equals("yes") || word.isIn(one.kept().toString()));
            default -> holds(word, one.request(), one.route(), one.traceId(), one.durationNanos())
                    || isText(word) && (word.asText().isIn(one.cause()) || word.asText().isIn(one.outcome().toString())
                            || one.problem() != null && word.asText().isIn(one.problem().detail()));
        });
    }

    /** Of one that has not ended: it has no status and no outcome yet, and its duration is its age. */
    boolean test(RunningRequest one) {
        return holds(one.route(), word -> switch (word.key()) {
            case "status", "outcome", "kept" -> false;
            default -> holds(word, one.request(), one.route(), one.traceId(), one.ageNanos())
                    || isText(word) && word.asText().isIn(one.phase());
        });
    }

    private boolean holds(String route, Predicate<SearchWords.Word> each) {
        return !hidden.contains(route) && words.words().stream().allMatch(word -> each.test(word) != word.negated());
    }

    private static boolean holds(SearchWords.Word word, RequestFacts request, String route, String traceId,
            long nanos) {
        double seconds = nanos / NANOS;
        if (word.longerThan().isPresent()) {
            return seconds > word.longerThan().getAsDouble();
        }
        if (word.shorterThan().isPresent()) {
            return seconds < word.shorterThan().getAsDouble();
        }
        return switch (word.key()) {
            case "route" -> word.isIn(route);
            case "method" -> word.isIn(request.method());
            case "path" -> word.isIn(request.path());
            case "id" -> word.isIn(request.requestId());
            case "trace" -> word.isIn(traceId);
            case "client" -> word.isIn(request.clientHost());
            default -> isAnywhere(word.asText(), request, route, traceId);
        };
    }

    /** Whether it is looked for in all that is text. */
    private static boolean isText(SearchWords.Word word) {
        return !KEYS.contains(word.key()) && word.longerThan().isEmpty() && word.shorterThan().isEmpty();
    }

    private static boolean isAnywhere(SearchWords.Word text, RequestFacts request, String route, String traceId) {
        return text.isIn(request.path()) || text.isIn(route) || text.isIn(request.requestId()) || text.isIn(traceId)
                || text.isIn(request.method()) || text.isIn(request.userAgent()) || text.isIn(request.clientHost());
    }
}
