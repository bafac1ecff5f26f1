package com.dataenginex.service;

import com.dataenginex.health.Probes;
import com.dataenginex.http.HttpConfig;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;

/** Asks the service on this machine for {@code /health}, for images that hold no curl. */
public final class HealthProbe {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int OK = 200;

    private final HttpConfig http;

    public HealthProbe(HttpConfig http) {
        this.http = http;
    }

    /** What is wrong, or an empty text. */
    public String problem() {
        String host = http.localHost();
        int port = http.adminPort().orElse(http.port());
        try {
            URI url = new URI("http", null, host, port, Probes.HEALTH, null, null);
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == OK ? "" : url + " answered " + status;
        } catch (IOException | URISyntaxException e) {
            return "Port " + port + " of " + host + " does not answer: " + e.getMessage();
        }
    }
}
