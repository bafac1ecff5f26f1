package com.dataenginex.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * A {@code GET}; any status below 500 is healthy, and redirects are not followed. By the JDK's own client, which knows hosts with
 * underscores, as Compose names them.
 */
final class HttpCheck implements DependencyCheck {
    private static final int FIRST_SERVER_ERROR = 500;

    private final URI url;
    private final int timeoutMillis;

    HttpCheck(URI url, Duration timeout) {
        this.url = url;
        this.timeoutMillis = (int) timeout.toMillis();
    }

    @Override
    public void check() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        try {
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setRequestProperty("Connection", "close");
            int status = connection.getResponseCode();
            if (status >= FIRST_SERVER_ERROR) {
                throw new IOException("answered " + status);
            }
        } finally {
            connection.disconnect();
        }
    }
}
