package com.dataenginex.ui;

import com.dataenginex.http.RequestFacts;
import com.dataenginex.recorder.Recording;
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

    @Override
    public boolean test(Recording one) {
        return !hidden.contains(one.route())
                && words.words().stream().allMatch(word -> holds(word, one) != word.negated());
    }

    private static boolean holds(SearchWords.Word word, Recording one) {
        RequestFacts request = one.request();
        double seconds = one.durationNanos() / NANOS;
        if (word.longerThan().isPresent()) {
            return seconds > word.longerThan().getAsDouble();
        }
        if (word.shorterThan().isPresent()) {
            return seconds < word.shorterThan().getAsDouble();
        }
        return switch (word.key()) {
            case "status" -> word.isStatus(one.status());
            case "route" -> word.isIn(one.route());
            case "method" -> word.isIn(request.method());
            case "path" -> word.isIn(request.path());
            case "id" -> word.isIn(request.requestId());
            case "trace" -> word.isIn(one.traceId());
            case "client" -> word.isIn(request.clientHost());
            case "outcome" -> word.isIn(one.outcome().toString());
            case "kept" -> one.kept() != null && (word.value().equals("yes") || word.isIn(one.kept().toString()));
            default -> isAnywhere(word, one);
        };
    }

    private static boolean isAnywhere(SearchWords.Word word, Recording one) {
        RequestFacts request = one.request();
        SearchWords.Word text = word.key().isEmpty()
                ? word
                : new SearchWords.Word(false, "", word.key() + ":" + word.value());
        return text.isIn(request.path()) || text.isIn(one.route()) || text.isIn(request.requestId())
                || text.isIn(one.traceId()) || text.isIn(request.method()) || text.isIn(request.userAgent())
                || text.isIn(request.clientHost()) || text.isIn(one.cause())
                || text.isIn(one.outcome().toString()) || one.problem() != null && text.isIn(one.problem().detail());
    }
}
