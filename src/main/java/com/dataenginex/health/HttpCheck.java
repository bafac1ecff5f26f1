package com.dataenginex.health;

import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.http1.Http1Client;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** A {@code GET}; any status below 500 is healthy, and redirects are not followed. */
final class HttpCheck implements DependencyCheck {
    private static final int FIRST_SERVER_ERROR = 500;

    private final URI url;
    private final Http1Client client;

    HttpCheck(URI url, Duration timeout) {
        this.url = url;
        this.client = Http1Client.builder().connectTimeout(timeout).readTimeout(timeout).followRedirects(false)
                .keepAlive(false)
                .shareConnectionCache(false).build();
    }

    @Override
    public void check() throws IOException {
        try (HttpClientResponse response = client.get().uri(url).request()) {
            if (response.status().code() >= FIRST_SERVER_ERROR) {
                throw new IOException("answered " + response.status().code());
            }
        } catch (RuntimeException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
