package com.dataenginex.helidon;

import java.util.regex.Pattern;

/** {@code uri-host [ ":" port ]} (RFC 9110, 7.2; RFC 3986, 3.2.2), as a request names the service. */
final class RequestAuthority {
    /** A name or an IPv4 address, or an IP literal in brackets; the quantifiers are possessive, so matching is linear. */
    private static final Pattern FORM = Pattern.compile(
            "(?:\\[[0-9A-Fa-f:.]++]|(?:[A-Za-z0-9._~!$&'()*+;=-]|%(?!00)[0-9A-Fa-f]{2})++)(?::(\\d{0,5}+))?");
    private static final int HIGHEST_PORT = 65_535;

    private RequestAuthority() {
    }

    static boolean isValid(String text) {
        var match = FORM.matcher(text);
        return match.matches() && (match.group(1) == null || match.group(1).isEmpty()
                || Integer.parseInt(match.group(1)) <= HIGHEST_PORT);
    }
}
