package com.dataenginex.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Checks host names and addresses. Underscores are allowed, since services of Docker Compose have them. */
public final class HostName {
    private static final Pattern NAME = Pattern
            .compile("(?=.{1,253}$)[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(\\.[A-Za-z0-9_-]{1,63})*\\.?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}(%[A-Za-z0-9_.-]{1,32})?");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 = Pattern
            .compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1?\\d?\\d)");

    private HostName() {
    }

    /** The host as it is written in a URL: an IPv6 address stands in brackets (RFC 3986, 3.2.2). */
    public static String inUrl(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** Whether a text is an address, without brackets and without a port. */
    public static boolean isAddress(String text) {
        return (text.indexOf(':') >= 0 || NUMBERS.matcher(text).matches()) && isValid(text);
    }

    /** Whether a text is a name or an address, without brackets and without a port. */
    public static boolean isValid(String text) {
        if (text.indexOf(':') < 0) {
            return NUMBERS.matcher(text).matches() ? IPV4.matcher(text).matches() : NAME.matcher(text).matches();
        }
        try {
            // A text with a colon is no name: it is read as an address, and nothing is looked up.
            return ADDRESS.matcher(text).matches() && InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
