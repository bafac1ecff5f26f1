package com.dataenginex.http;

import com.dataenginex.config.Settings;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The listener.
 *
 * @param host address to bind
 * @param port port to bind, 0 for any free one
 * @param adminPort port of a second listener for probes and metrics, if there is one
 * @param maxPayloadBytes largest request body; above it the answer is 413
 * @param maxHeaderBytes largest request header section
 * @param maxConcurrentRequests requests under way at once before further ones are answered with 503
 * @param maxStreams streams open at once before further ones are answered with 503
 * @param idleTimeout how long a kept-alive connection may wait for its next request
 */
public record HttpConfig(String host, int port, OptionalInt adminPort, int maxPayloadBytes, int maxHeaderBytes,
        int maxConcurrentRequests,
        int maxStreams, Duration idleTimeout) {

    public static HttpConfig read(Settings settings) {
        return new HttpConfig(settings.text("server.host", "HOST"), settings.integer("server.port", "PORT", 0, 65_535),
                settings.optionalInteger("server.admin-port", "ADMIN_PORT", 0, 65_535),
                settings.integer("server.max-payload-bytes", "", 1, 1 << 30),
                settings.integer("server.max-header-bytes", "", 1_024, 1 << 20),
                settings.integer("server.max-concurrent-requests", "", 1, 1_000_000),
                settings.integer("server.max-streams", "", 1, 1_000_000),
                settings.duration("server.idle-timeout", "", Duration.ofSeconds(1), Duration.ofHours(1)));
    }
}
