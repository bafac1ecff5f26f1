package com.dataenginex.helidon;

import io.helidon.http.Status;
import java.nio.charset.StandardCharsets;

/**
 * A request's first line: method, target and version, one space between each two (RFC 9112, 3). Immutable.
 *
 * @see <a href="https://github.com/helidon-io/helidon/blob/4.5.0/http/http/src/main/java/io/helidon/http/Http1Prologue.java">Helidon 4.5.0</a>
 */
final class RequestLine {
    /** Nothing of it is known. */
    static final RequestLine UNKNOWN = new RequestLine(new byte[0], 0, 0, 0, 0, null, false);

    /** What a gateway from HTTP/1.0 adds (RFC 9110, 7.6.3), so that a handler can tell it. */
    private static final String OLD_CLIENT = "Via: 1.0 client\r\n";
    private static final int LONGEST_METHOD = 64;
    private static final int VERSION_LENGTH = "HTTP/1.1".length();
    private static final String SERVER = "*";

    private final byte[] bytes;
    private final int start;
    private final int methodEnd;
    private final int targetStart;
    private final int targetEnd;
    /** What Helidon reads in its place, or null. */
    private final String canonical;
    private final boolean oldClient;

    private RequestLine(byte[] bytes, int start, int methodEnd, int targetStart, int targetEnd, String canonical,
            boolean oldClient) {
        this.bytes = bytes;
        this.start = start;
        this.methodEnd = methodEnd;
        this.targetStart = targetStart;
        this.targetEnd = targetEnd;
        this.canonical = canonical;
        this.oldClient = oldClient;
    }

    /**
     * @param start its first octet
     * @param end behind its last one, where its CR is
     */
    static RequestLine read(byte[] bytes, int start, int end) throws MalformedRequest {
        int methodEnd = Octets.span(Octets.METHOD, bytes, start, end);
        if (methodEnd == start || methodEnd == end || bytes[methodEnd] != ' ' || methodEnd - start > LONGEST_METHOD) {
            throw new MalformedRequest(
                    "The request line does not begin with a method in capital letters and one space");
        }
        int target = methodEnd + 1;
        int targetEnd = Octets.span(Octets.TARGET, bytes, target, end);
        if (targetEnd == target || targetEnd == end || bytes[targetEnd] != ' ') {
            throw new MalformedRequest("The request's target is not one of visible ASCII letters without a fragment, "
                    + "followed by one space and the version");
        }
        int minor = minorVersion(bytes, targetEnd + 1, end);
        // CONNECT has no path.
        if (minor == 1 && bytes[target] == '/' && bytes[start] != 'C') {
            return new RequestLine(bytes, start, methodEnd, target, targetEnd, null, false);
        }
        String method = text(bytes, start, methodEnd);
        if (method.equals("CONNECT")) {
            throw new MalformedRequest("No tunnel is offered to CONNECT");
        }
        String sent = text(bytes, target, targetEnd);
        // A higher minor version is answered as the highest one that is known (RFC 9110, 2.5).
        String canonical = method + " " + (sent.startsWith("/") ? sent : path(method, sent)) + " HTTP/1.1\r\n"
                + (minor == 0 ? OLD_CLIENT : "");
        return new RequestLine(bytes, start, methodEnd, target, targetEnd, canonical, minor == 0);
    }

    /** What can be said of a line that is none. */
    static RequestLine partial(byte[] bytes, int start, int end) {
        int methodEnd = Octets.span(Octets.TOKEN, bytes, start, Math.min(end, start + LONGEST_METHOD));
        int target = Math.min(methodEnd + 1, end);
        return new RequestLine(bytes, start, methodEnd, target, Octets.span(Octets.TARGET, bytes, target, end), null,
                false);
    }

    private static int minorVersion(byte[] bytes, int from, int end) throws MalformedRequest {
        if (end - from != VERSION_LENGTH || !text(bytes, from, from + 5).equals("HTTP/") || bytes[from + 6] != '.'
                || !isDigit(bytes[from + 5]) || !isDigit(bytes[from + 7])) {
            throw new MalformedRequest("The request line does not end with a version such as HTTP/1.1");
        }
        if (bytes[from + 5] != '1') {
            throw new MalformedRequest(Status.HTTP_VERSION_NOT_SUPPORTED_505, "Another major version than HTTP/1");
        }
        return bytes[from + 7] - '0';
    }

    /** A URL stands for its path (RFC 9112, 3.2.2 and 3.2.4), an asterisk for the server. */
    private static String path(String method, String target) throws MalformedRequest {
        boolean options = method.equals("OPTIONS");
        if (options && target.equals(SERVER)) {
            return target;
        }
        int authority = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String rest = target.substring(end);
        if (authority == 0 || !RequestAuthority.isValid(target.substring(authority, end))) {
            throw new MalformedRequest(
                    "The request's target is neither a path nor a URL of HTTP without a user, nor * for OPTIONS");
        }
        return rest.startsWith("/") ? rest : rest.isEmpty() && options ? SERVER : "/" + rest;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static String text(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    String method() {
        return text(bytes, start, methodEnd);
    }

    /** As it was sent. */
    String target() {
        return text(bytes, targetStart, targetEnd);
    }

    /** What Helidon reads in its place, with its end and, for HTTP/1.0, the field {@code Via}, or null if it may read what was sent. */
    byte[] replacement() {
        return canonical == null ? null : canonical.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether the client speaks HTTP/1.0. */
    boolean isOldClient() {
        return oldClient;
    }
}
