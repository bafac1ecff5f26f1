package com.dataenginex.http;

import io.helidon.common.media.type.MediaType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;

/**
 * What a request's {@code Accept} says of a media type (RFC 9110, 12.5.1): the most specific range that matches counts, and a weight
 * of zero refuses. Helidon 4.5.0 takes a type that is named with a weight of zero for accepted.
 */
public final class Accepted {
    private Accepted() {
    }

    /**
     * The weight of a type, from 0 (not accepted) to 1.
     *
     * @throws ProblemException with 400 if the header cannot be read
     */
    public static double weight(ServerRequestHeaders headers, MediaType type) {
        if (!headers.contains(HeaderNames.ACCEPT)) {
            return 1;
        }
        try {
            int best = -1;
            double weight = 0;
            for (HttpMediaType range : headers.acceptedTypes()) {
                int match = match(range.mediaType().type(), range.mediaType().subtype(), type);
                if (match > best) {
                    best = match;
                    weight = range.qualityFactor();
                }
            }
            return weight;
        } catch (RuntimeException e) {
            throw new ProblemException(
                    Problem.of(ProblemType.BAD_REQUEST, "The Accept header is not a list of media types."));
        }
    }

    /** How specific a range is that matches: 2 for the type itself, 0 for any; -1 for one that does not. */
    private static int match(String type, String subtype, MediaType wanted) {
        if (type.equals("*")) {
            return 0;
        }
        if (!type.equalsIgnoreCase(wanted.type())) {
            return -1;
        }
        return subtype.equals("*") ? 1 : subtype.equalsIgnoreCase(wanted.subtype()) ? 2 : -1;
    }
}
