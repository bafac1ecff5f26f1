package com.dataenginex.health;

import com.dataenginex.config.HostName;
import java.net.URI;

/** Where a dependency is, and what is asked there. */
public sealed interface DependencyTarget {
    /** The targets that a text may name. */
    String ALLOWED = "tcp://host:port, redis://host:port, http://… or https://…";

    /** A port that must take a connection, and for Redis also answer {@code PING}. */
    record Socket(String host, int port, boolean redis) implements DependencyTarget {
        private static final String REDIS = "redis://";
        private static final String TCP = "tcp://";

        @Override
        public String toString() {
            return (redis ? REDIS : TCP) + HostName.inUrl(host) + ":" + port;
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
        boolean redis = text.startsWith(Socket.REDIS);
        if (!redis && !text.startsWith(Socket.TCP)) {
            return null;
        }
        Authority authority = Authority.of(text.substring((redis ? Socket.REDIS : Socket.TCP).length()));
        return authority != null && authority.port() >= 1
                ? new Socket(authority.host(), authority.port(), redis)
                : null;
    }

    /** The URL in that text, or null if it is none with a host. */
    static Web web(String text) {
        try {
            URI url = URI.create(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web && url.getRawAuthority() != null && Authority.of(withoutUser(url.getRawAuthority())) != null
                    ? new Web(url)
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String withoutUser(String authority) {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }
}
