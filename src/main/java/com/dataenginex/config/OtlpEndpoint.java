package com.dataenginex.config;

import java.net.URI;

/** Where OTLP goes, as an operator may write it. */
public final class OtlpEndpoint {
    /** What is allowed, as a key's comment says it. */
    public static final String ALLOWED = "host:port, http://host:port or https://host:port, or empty for no export";

    private static final int MAX_PORT = 65_535;

    private OtlpEndpoint() {
    }

    /** The URL that is meant, an empty text for an empty one, or null if it is not allowed. */
    public static String url(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String url = text.contains("://") ? text : "http://" + text;
        URI uri = URI.create(url);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean port = uri.getPort() > 0 && uri.getPort() <= MAX_PORT || uri.getPort() == -1 && text.contains("://");
        return web && port && uri.getHost() != null && uri.getRawQuery() == null ? url : null;
    }
}
