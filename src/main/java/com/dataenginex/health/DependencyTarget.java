package com.dataenginex.health;

import com.dataenginex.config.HostName;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dependency is, and what is asked there. */
public sealed interface DependencyTarget {
    /** The targets that a text may name. */
    String ALLOWED = "tcp://host:port, redis://host:port, http://… or https://…";

    /** A port that must take a connection, and for Redis also answer {@code PING}. */
    record Socket(String host, int port, boolean redis) implements DependencyTarget {
        @Override
        public String toString() {
            return (redis ? "redis://" : "tcp://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** A URL that must answer a {@code GET} with a status below 500. */
    record Web(URI url) implements DependencyTarget {
        @Override
        public String toString() {
            return url.toString();
        }
    }

    /** The target that a text names, or null if it names none. */
    static DependencyTarget of(String text) {
        if (text.startsWith("http")) {
            return web(text);
        }
        Matcher socket = Patterns.SOCKET.matcher(text);
        if (!socket.matches()) {
            return null;
        }
        String host = socket.group("name") == null ? socket.group("address") : socket.group("name");
        int port = Integer.parseInt(socket.group("port"));
        return HostName.isValid(host) && port >= 1 && port <= Patterns.LAST_PORT
                ? new Socket(host, port, socket.group("scheme").equals("redis"))
                : null;
    }

    /** The URL in that text, or null if it is none with a host. */
    static Web web(String text) {
        try {
            URI url = URI.create(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web && url.getRawAuthority() != null && isAuthority(url.getRawAuthority()) ? new Web(url) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** {@link URI} knows no host with an underscore, so the authority is read here. */
    private static boolean isAuthority(String authority) {
        Matcher parts = Patterns.AUTHORITY.matcher(authority.substring(authority.lastIndexOf('@') + 1));
        return parts.matches()
                && HostName.isValid(parts.group("name") == null ? parts.group("address") : parts.group("name"))
                && (parts.group("port") == null || Integer.parseInt(parts.group("port")) <= Patterns.LAST_PORT);
    }

    /** What the texts look like. */
    final class Patterns {
        private static final int LAST_PORT = 65_535;
        private static final Pattern AUTHORITY = Pattern
                .compile("(?:\\[(?<address>[^\\]]*:[^\\]]*)]|(?<name>[^\\[\\]:]+))(?::(?<port>\\d{1,5}))?");
        private static final Pattern SOCKET = Pattern
                .compile(
                        "(?<scheme>tcp|redis)://(?:\\[(?<address>[^\\]]*:[^\\]]*)]|(?<name>[^\\[\\]:/@\\s]+)):(?<port>\\d{1,5})");

        private Patterns() {
        }
    }
}
