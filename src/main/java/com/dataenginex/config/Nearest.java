package com.dataenginex.config;

import java.util.Collection;

/** Finds the name that somebody may have meant who wrote another one. */
public final class Nearest {
    private Nearest() {
    }

    /**
     * The most similar candidate, the first of several, or null if none is near.
     *
     * @param changes how many characters may be changed, inserted or deleted at most
     */
    public static String of(String name, Collection<String> candidates, int changes) {
        String best = null;
        int distance = changes + 1;
        for (String candidate : candidates) {
            int found = distance(name, candidate);
            if (found < distance) {
                distance = found;
                best = candidate;
            }
        }
        return best;
    }

    /** The Levenshtein distance: how many characters to change, insert or delete. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
