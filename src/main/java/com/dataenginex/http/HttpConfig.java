package com.dataenginex.http;

import com.dataenginex.config.HostName;
import com.dataenginex.config.Settings;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.util.Locale;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The listener.
 *
 * @param host address to bind
 * @param port port to bind, 0 for any free one
 * @param adminPort port of a second listener for probes and metrics, if there is one
 * @param maxPayloadBytes largest request body; above it the answer is 413
 * @param maxHeaderBytes largest request header section
 * @param maxConcurrentRequests requests in flight at once before further ones are answered with 503
 * @param maxStreams streams open at once before further ones are answered with 503
 * @param maxConnections connections open at once before the one that has waited longest is closed
 * @param clientAddress who names the client
 * @param writeTimeout how long one write may wait for a client that does not read
 * @param headerTimeout how long the head of a request may take to arrive; then the answer is 408
 * @param bodyTimeout how long its body may take
 * @param idleTimeout how long a kept-alive connection may wait for its next request
 * @param corsOrigins origins whose pages may read the answers; {@code *} is every one
 */
public record HttpConfig(String host, int port, OptionalInt adminPort, int maxPayloadBytes, int maxHeaderBytes,
        int maxConcurrentRequests,
        int maxStreams, int maxConnections, ClientAddress clientAddress, Duration writeTimeout, Duration headerTimeout,
        Duration bodyTimeout,
        Duration idleTimeout, Set<String> corsOrigins) {

    private static final Pattern ORIGIN = Pattern
            .compile("https?://[a-z0-9.-]+(:\\d{1,5})?|https?://\\[[0-9a-f:]+](:\\d{1,5})?");

    public HttpConfig {
        corsOrigins = Set.copyOf(corsOrigins);
    }

    public static HttpConfig read(Settings settings) {
        HttpConfig config = new HttpConfig(settings.read("server.host", "HOST", "a host name or an address",
                text -> HostName.isValid(text) ? text : null),
                settings.integer("server.port", "PORT", 0, 65_535),
                settings.optionalInteger("server.admin-port", "ADMIN_PORT", 0, 65_535),
                settings.integer("server.max-payload-bytes", 1, 1 << 30),
                settings.integer("server.max-header-bytes", 1_024, 1 << 20),
                settings.integer("server.max-concurrent-requests", 1, 1_000_000),
                settings.integer("server.max-streams", 1, 1_000_000),
                settings.integer("server.max-connections", 16, 1_000_000),
                clientAddress(settings),
                settings.duration("server.write-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                settings.duration("server.header-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
                settings.duration("server.body-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
                settings.duration("server.idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                origins(settings));
        if (config.port() != 0 && config.adminPort().orElse(0) == config.port()) {
            settings.mistake("server.admin-port = " + config.port()
                    + " is not allowed; allowed: another port than server.port, or empty");
        }
        return config;
    }

    /** Where a person on this machine finds a port of this service, such as {@code http://localhost:8000}. */
    public String address(int boundPort) {
        String name = isAnyAddress() ? "localhost" : HostName.inUrl(host);
        return "http://" + name + ":" + boundPort;
    }

    /** The address at which a program on this machine reaches the service. */
    public String localHost() {
        return isAnyAddress() ? "127.0.0.1" : host;
    }

    /** Of a URL at which this machine finds the listener with that port. */
    public String authority(int ofPort) {
        return (localHost().contains(":") ? "[" + localHost() + "]" : localHost()) + ":" + ofPort;
    }

    private boolean isAnyAddress() {
        return "0.0.0.0".equals(host) || "::".equals(host);
    }

    private static ClientAddress clientAddress(Settings settings) {
        List<Network> proxies = settings.list("server.trusted-proxies", Network.ALLOWED, Network::parse);
        HeaderName header = settings.read("server.forwarded-header", "", "X-Forwarded-For or Forwarded",
                text -> Stream.of(HeaderNames.X_FORWARDED_FOR, HeaderNames.FORWARDED)
                        .filter(name -> name.lowerCase().equals(text.toLowerCase(Locale.ROOT))).findFirst()
                        .orElse(null));
        return new ClientAddress(proxies, header);
    }

    private static Set<String> origins(Settings settings) {
        List<String> origins = settings.list("server.cors-origins",
                "an origin as browsers send it, such as https://app.example.com, or *",
                text -> text.equals(CorsFilter.ANY) || ORIGIN.matcher(text).matches() ? text : null);
        return Set.copyOf(origins);
    }
}
