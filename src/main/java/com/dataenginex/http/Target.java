package com.dataenginex.http;

import java.util.HexFormat;

/**
 * Interprets the target of a request. Whatever a proxy and this service could interpret differently is refused: dot
 * segments (also {@code %2e}, also before a {@code ;}), empty segments, backslashes, encoded slashes and backslashes,
 * and what is no percent-encoding (RFC 3986, 2.1 and 5.2.4). Any other path is looked up letter by letter.
 */
final class Target {
    private Target() {
    }

    /**
     * The path to look up, or null if the target is refused. That of a URL is already there in the place of the URL.
     *
     * @param raw the target without its query, as it was sent
     */
    static String path(String raw) {
        return raw.startsWith("/") && isCanonical(raw) ? raw : null;
    }

    private static boolean isCanonical(String path) {
        int segment = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c == '\\' || c == '%' && !isPlainEncoding(path, i)) {
                return false;
            }
            if (c == '/') {
                boolean last = i == path.length();
                if (segment == i && !last || isDots(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            }
        }
        return true;
    }

    /** Whether {@code %} begins two hexadecimal digits that are neither a slash nor a backslash nor a NUL. */
    private static boolean isPlainEncoding(String path, int percent) {
        int value = octet(path, percent);
        return value > 0 && value != '/' && value != '\\';
    }

    /** The octet that is encoded at {@code percent}, or -1 if none is. */
    static int octet(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        char high = text.charAt(percent + 1);
        char low = text.charAt(percent + 2);
        return HexFormat.isHexDigit(high) && HexFormat.isHexDigit(low)
                ? HexFormat.fromHexDigit(high) << 4 | HexFormat.fromHexDigit(low)
                : -1;
    }

    /** Whether the segment is one dot or two, encoded or not, before any {@code ;}. */
    private static boolean isDots(String path, int start, int end) {
        int dots = 0;
        int i = start;
        while (i < end && path.charAt(i) != ';') {
            if (path.charAt(i) == '.') {
                i++;
            } else if (path.charAt(i) == '%' && octet(path, i) == '.') {
                i += 3;
            } else {
                return false;
            }
            dots++;
        }
        return dots == 1 || dots == 2;
    }
}
