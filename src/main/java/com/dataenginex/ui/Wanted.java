package com.dataenginex.ui;

import com.dataenginex.http.Parameters;
import com.dataenginex.log.Severity;
import io.helidon.webserver.http.ServerRequest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a viewer asks for.
 *
 * @param kinds of what happens
 * @param words of the search box
 * @param all whether probes and scrapes are shown too
 * @param level the least severe lines that are shown
 * @param max requests or lines of an answer, or rows of figures
 * @param follow whether the answer goes on
 * @param batches after which it ends
 * @param after where it begins; null for now
 */
record Wanted(Set<Kind> kinds, SearchWords words, boolean all, Severity level, int max, boolean follow, int batches,
        Position after) {
    private static final int MOST_BATCHES = 1_000_000;
    private static final String FLAG = "true or false";

    /** What is followed. */
    enum Kind {
        FIGURES,
        REQUESTS,
        LOGS
    }

    /**
     * @param kinds those of the endpoint; null: the query says
     * @param usual number of rows
     * @param most rows
     * @param header the id of the last event that a browser had, or null
     */
    static Wanted read(ServerRequest req, Set<Kind> kinds, int usual, int most, String header) {
        Parameters parameters = new Parameters(req);
        Set<Kind> asked = kinds != null
                ? kinds
                : parameters.query("kinds", EnumSet.allOf(Kind.class), "some of figures, requests, logs, with commas",
                        Wanted::kinds);
        SearchWords words = parameters.query("q", SearchWords.parse(""), "at most 400 characters", SearchWords::parse);
        boolean all = parameters.query("all", false, FLAG, Wanted::flag);
        Severity level = parameters.query("level", Severity.DEBUG, "one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
                text -> Severity.valueOf(text.toUpperCase(Locale.ROOT)));
        int max = number(parameters, "max", usual, most);
        boolean follow = parameters.query("follow", false, FLAG, Wanted::flag);
        int batches = number(parameters, "batches", MOST_BATCHES, MOST_BATCHES);
        Position after = parameters.query("after", null, Position.ALLOWED, Position::parse);
        if (header != null) {
            after = parameters.header("last event", header, null, Position.ALLOWED, Position::parse);
        }
        parameters.check();
        return new Wanted(asked, words, all, level, max, follow, batches, after);
    }

    private static int number(Parameters parameters, String name, int otherwise, int most) {
        return parameters.query(name, otherwise, "a whole number from 1 to " + most, text -> {
            int value = Integer.parseInt(text);
            return value >= 1 && value <= most ? value : null;
        });
    }

    private static Set<Kind> kinds(String text) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String name : text.split(",")) {
            kinds.add(Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return kinds;
    }

    private static Boolean flag(String text) {
        return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : null;
    }
}
