package com.dataenginex.config;

import java.util.regex.Pattern;

/**
 * Removes credentials before something is printed or logged: from a URL everything up to the last {@code @}, white space
 * included.
 */
public final class Redaction {
    private static final String REDACTED = "[redacted]";
    /** Everything from two slashes to the last {@code @}, since a password may contain both characters. */
    private static final Pattern IN_URL = Pattern.compile("((?:[a-zA-Z][a-zA-Z0-9+.-]*+:)?//).*@", Pattern.DOTALL);
    /** The same for a text without a scheme. */
    private static final Pattern AT_START = Pattern.compile("^.*@", Pattern.DOTALL);

    // Within what a library says, where a URL ends with white space; in pieces, so that no text takes long.
    private static final Pattern USER_IN_TEXT = Pattern.compile("(?<=://)(?:[^\\s@]{1,256}@)+");
    private static final Pattern QUERY_IN_TEXT = Pattern
            .compile("(?<=[^\\s\"<(,])(?:(\\?)[^\\s\"]+|(#)[^\\s\"=]{1,64}=[^\\s\"]*)");
    private static final Pattern HEADER_IN_TEXT = Pattern.compile(
            "(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie|x-debug|x-drill|x-api-key)([\\\\\"']{0,4} ?[:=])[^\\r\\n]+");

    private Redaction() {
    }

    /**
     * A text that somebody else made, such as a library's message, with {@code [redacted]} in the place of the user and the password of
     * URLs, of queries, and of the rest of a line from a header that carries credentials on.
     */
    public static String text(String text) {
        String safe = text;
        if (safe.contains("://")) {
            safe = USER_IN_TEXT.matcher(safe).replaceAll(REDACTED + "@");
        }
        safe = QUERY_IN_TEXT.matcher(safe).replaceAll("$1$2" + REDACTED);
        return HEADER_IN_TEXT.matcher(safe).replaceAll("$1$2 " + REDACTED);
    }

    /** {@code https://user:password@host/path?key=value} becomes {@code https://host/path}; other text stays as it is. */
    public static String credentials(String text) {
        String bare = text.contains("//")
                ? IN_URL.matcher(text).replaceAll("$1")
                : AT_START.matcher(text).replaceAll("");
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
