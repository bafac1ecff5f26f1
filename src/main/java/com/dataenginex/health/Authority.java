package com.dataenginex.health;

import com.dataenginex.config.HostName;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a port. {@link URI} cannot parse a host with an underscore.
 *
 * @param port -1 if none is given
 */
record Authority(String host, int port) {
    private static final int LAST_PORT = 65_535;
    private static final Pattern PARTS = Pattern
            .compile("(?:\\[(?<address>[^\\]]*:[^\\]]*)]|(?<name>[^\\[\\]:]+))(?::(?<port>\\d{1,5}))?");

    /** Null if the text is not a host with an optional port. */
    static Authority of(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String host = parts.group("name") == null ? parts.group("address") : parts.group("name");
        int port = parts.group("port") == null ? -1 : Integer.parseInt(parts.group("port"));
        return HostName.isValid(host) && port <= LAST_PORT ? new Authority(host, port) : null;
    }
}
