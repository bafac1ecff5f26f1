package com.dataenginex.health;

import java.net.URI;

/**
 * Something that the service needs.
 *
 * @param name as it appears in probes and metrics
 * @param target {@code tcp://host:port}, {@code redis://host:port}, {@code http://…} or {@code https://…}; null if it is
 *        not configured
 * @param hard whether the service is not ready without it; else it is only degraded
 */
public record DependencyConfig(String name, URI target, boolean hard) {

    static final String ALLOWED_TARGET = "tcp://host:port, redis://host:port, http://… or https://…";

    /** The target that a text names, or null if it names none. */
    static URI target(String text) {
        URI uri = URI.create(text);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean socket = ("tcp".equals(uri.getScheme()) || "redis".equals(uri.getScheme())) && uri.getPort() > 0
                && uri.getPort() <= 65_535;
        return uri.getHost() != null && (web || socket) ? uri : null;
    }
}
