package com.dataenginex.http;

/** The methods of RFC 9110, and PATCH (RFC 5789); a client may send any text. */
public final class StandardMethods {
    private StandardMethods() {
    }

    /** The method itself, or {@code other} if it is none of these. */
    public static String orElse(String method, String other) {
        return switch (method) {
            case "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH" -> method;
            default -> other;
        };
    }
}
