package com.dataenginex.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes credentials out of a URL before anybody sees it: all up to the last {@code @} of what has no white space. */
public final class Redaction {
    private static final String REDACTED = "[redacted]";
    /** A scheme with what follows it, or what follows {@code //}; greedy, so that a password may hold {@code @} and {@code /}. */
    private static final Pattern USER_INFO = Pattern
            .compile("(?<![^\\s\"'(=,])((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//)?[^\\s]*@");

    private Redaction() {
    }

    /** {@code https://user:password@host/path?key=value} becomes {@code https://host/path}; other text stays as it is. */
    public static String credentials(String text) {
        Matcher match = USER_INFO.matcher(text);
        String bare = match.replaceAll(found -> found.group(1) == null ? "" : Matcher.quoteReplacement(found.group(1)));
        int end = bare.indexOf('?');
        return end < 0 ? bare : bare.substring(0, end);
    }

    /**
     * A request's target, which may also be a URL or an authority (RFC 9112, 3.2), with {@code [redacted]} in the place of a user
     * and a password; a path of its own may hold an {@code @}.
     */
    public static String target(String target) {
        int at = target.lastIndexOf('@');
        if (at < 0 || target.startsWith("/") && !target.startsWith("//")) {
            return target;
        }
        int slashes = target.indexOf("//");
        return (slashes < 0 || slashes > at ? "" : target.substring(0, slashes + 2)) + REDACTED + target.substring(at);
    }
}
