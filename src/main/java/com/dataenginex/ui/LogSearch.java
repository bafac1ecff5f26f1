package com.dataenginex.ui;

import com.dataenginex.log.Severity;
import com.dataenginex.logging.LogLine;
import java.util.function.Predicate;

/**
 * Which lines a viewer wants to see.
 *
 * @param words all of them must hold
 * @param least the least severe that is wanted
 */
record LogSearch(SearchWords words, Severity least) implements Predicate<LogLine> {

    @Override
    public boolean test(LogLine line) {
        return line.severity().compareTo(least) >= 0
                && words.words().stream().allMatch(word -> holds(word, line) != word.negated());
    }

    private static boolean holds(SearchWords.Word word, LogLine line) {
        return switch (word.key()) {
            case "level" -> word.isIn(line.severity().name());
            case "event" -> word.isIn(line.event());
            case "logger" -> word.isIn(line.logger());
            case "request" -> word.isIn(line.requestId());
            case "trace" -> word.isIn(line.traceId());
            case "" -> isAnywhere(word, line);
            default -> new LineText(word.value()).isFieldOf(word.key(), line) || isAnywhere(word.asText(), line);
        };
    }

    private static boolean isAnywhere(SearchWords.Word word, LogLine line) {
        return word.isIn(line.event()) || word.isIn(line.requestId()) || word.isIn(line.traceId())
                || word.isIn(line.logger()) || new LineText(word.value()).isIn(line);
    }
}
