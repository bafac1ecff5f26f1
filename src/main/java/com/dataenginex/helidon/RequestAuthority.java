package com.dataenginex.helidon;

/** {@code uri-host [ ":" port ]} (RFC 9110, 7.2; RFC 3986, 3.2.2), as a request names the service. */
final class RequestAuthority {
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_DIGITS = 5;

    private RequestAuthority() {
    }

    /** A name or an IPv4 address, or an IP literal in brackets; a port that is empty is none. */
    static boolean isValid(String text) {
        int end = text.startsWith("[") ? literalEnd(text) : nameEnd(text);
        return end > 0 && (end == text.length() || text.charAt(end) == ':' && isPort(text, end + 1));
    }

    /** Behind the bracket, or 0. */
    private static int literalEnd(String text) {
        int i = 1;
        while (i < text.length() && (isHex(text.charAt(i)) || text.charAt(i) == ':' || text.charAt(i) == '.')) {
            i++;
        }
        return i > 1 && i < text.length() && text.charAt(i) == ']' ? i + 1 : 0;
    }

    /** Behind its last character. */
    private static int nameEnd(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c < Octets.HOST.length && Octets.HOST[c]) {
                i++;
            } else if (isEncoded(text, i)) {
                i += 3;
            } else {
                break;
            }
        }
        return i;
    }

    /** An octet in hexadecimal form that is not zero. */
    private static boolean isEncoded(String text, int at) {
        return text.charAt(at) == '%' && at + 2 < text.length() && isHex(text.charAt(at + 1))
                && isHex(text.charAt(at + 2)) && !text.startsWith("00", at + 1);
    }

    private static boolean isPort(String text, int from) {
        if (text.length() - from > MOST_DIGITS) {
            return false;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = 10 * port + c - '0';
        }
        return port <= HIGHEST_PORT;
    }

    private static boolean isHex(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f';
    }
}
