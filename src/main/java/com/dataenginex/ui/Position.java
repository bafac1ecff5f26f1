package com.dataenginex.ui;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a viewer has come, as the id of an event: {@code 5f3a9c00-120-4711-1764144000}.
 *
 * @param run of the service, which begins to count anew with each
 * @param request sequence of the last request
 * @param line number of the last line of the log
 * @param second of the last row of figures
 */
record Position(String run, long request, long line, long second) {
    static final String ALLOWED = "the id of an event, or a position, of this page";
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{8})-(\\d{1,18})-(\\d{1,18})-(\\d{1,12})");

    /** @return null for a text that is no position */
    static Position parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new Position(matcher.group(1), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4)))
                : null;
    }

    @Override
    public String toString() {
        return run + "-" + request + "-" + line + "-" + second;
    }
}
