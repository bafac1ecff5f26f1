package com.dataenginex.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is typed into the search box: words with spaces between them, all of which must hold; one in quotes may have spaces, and one
 * with {@code -} before it must not hold.
 *
 * <pre>status:5xx route:/api/insights &gt;500ms -method:HEAD "no source"</pre>
 *
 * @param words in their order
 */
record SearchWords(List<Word> words) {
    private static final int LONGEST = 400;
    private static final Pattern WORD = Pattern.compile("(-?)(?:([A-Za-z][A-Za-z0-9_.]*):)?(?:\"([^\"]*)\"?|(\\S+))");
    private static final Pattern DURATION = Pattern.compile("([<>])(\\d+(?:\\.\\d+)?)(us|ms|s|m)?");
    private static final double MILLIS = 1e3;
    private static final double MICROS = 1e6;
    private static final double MINUTE = 60;

    /**
     * @param negated whether it must not hold
     * @param key in small letters, such as {@code status}; empty for text or a duration
     * @param value in small letters
     */
    record Word(boolean negated, String key, String value) {

        /** As a text, where its key is the name of nothing, as in {@code localhost:8000}. */
        Word asText() {
            return key.isEmpty() ? this : new Word(negated, "", key + ":" + value);
        }

        boolean isIn(String text) {
            return text != null && text.toLowerCase(Locale.ROOT).contains(value);
        }

        /** Whether a status is this one, such as {@code 503} or {@code 5xx}. */
        boolean isStatus(int status) {
            String text = Integer.toString(status);
            return value.endsWith("xx") ? text.substring(0, 1).equals(value.substring(0, 1)) : text.startsWith(value);
        }

        /** Whether a duration is above or below the one that this word is; empty if it is none. */
        OptionalDouble longerThan() {
            return limit('>');
        }

        OptionalDouble shorterThan() {
            return limit('<');
        }

        private OptionalDouble limit(char sign) {
            Matcher matcher = DURATION.matcher(value);
            if (!key.isEmpty() || !matcher.matches() || matcher.group(1).charAt(0) != sign) {
                return OptionalDouble.empty();
            }
            double number = Double.parseDouble(matcher.group(2));
            return OptionalDouble.of(switch (matcher.group(3) == null ? "ms" : matcher.group(3)) {
                case "us" -> number / MICROS;
                case "s" -> number;
                case "m" -> number * MINUTE;
                default -> number / MILLIS;
            });
        }
    }

    /** @return null for a text that is too long */
    static SearchWords parse(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String value = matcher.group(3) == null ? matcher.group(4) : matcher.group(3);
            String key = matcher.group(2) == null ? "" : matcher.group(2);
            words.add(new Word(!matcher.group(1).isEmpty(), key.toLowerCase(Locale.ROOT),
                    value.toLowerCase(Locale.ROOT)));
        }
        return new SearchWords(List.copyOf(words));
    }
}
