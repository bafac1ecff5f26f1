package com.dataenginex.http;

import com.dataenginex.config.Settings;
import java.time.Duration;

/**
 * The listener.
 *
 * @param host address to bind
 * @param port port to bind, 0 for any free one
 * @param maxPayloadBytes largest request body; above it the answer is 413
 * @param maxHeaderBytes largest request header section
 * @param idleTimeout how long a kept-alive connection may wait for its next request
 */
public record HttpConfig(String host, int port, int maxPayloadBytes, int maxHeaderBytes, Duration idleTimeout) {

    public static HttpConfig read(Settings settings) {
        return new HttpConfig(settings.text("server.host", "HOST"), settings.integer("server.port", "PORT", 0, 65_535),
                settings.integer("server.max-payload-bytes", "", 1, 1 << 30),
                settings.integer("server.max-header-bytes", "", 1_024, 1 << 20),
                settings.duration("server.idle-timeout", "", Duration.ofSeconds(1), Duration.ofHours(1)));
    }
}
