package com.dataenginex;

import com.dataenginex.helidon.RefusedRequests;
import com.dataenginex.helidon.TimedConnections;
import com.dataenginex.http.HttpConfig;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.ObserveFeatureConfig;
import java.time.Duration;
import java.util.List;

/** The ports: one for everything, or a second one that takes probes and metrics away from it. */
public final class Listeners {
    /** Helidon's name of the second listener. */
    public static final String ADMIN = "admin";

    private final HttpConfig http;
    private final Duration requestDeadline;
    private final Routes routes;
    private final RefusedRequests refused;

    public Listeners(HttpConfig http, Duration requestDeadline, Routes routes, RefusedRequests refused) {
        this.http = http;
        this.requestDeadline = requestDeadline;
        this.routes = routes;
        this.refused = refused;
    }

    /** @param observe the observers, on whichever listener is theirs */
    public void configure(WebServerConfig.Builder server, ObserveFeatureConfig.Builder observe) {
        common(server).port(http.port()).shutdownHook(false).featuresDiscoverServices(false);
        if (http.adminPort().isEmpty()) {
            server.routing(routing -> routes.register(routing, true, true));
        } else {
            observe.sockets(List.of(ADMIN));
            server.routing(routing -> routes.register(routing, true, false)).putSocket(ADMIN,
                    common(ListenerConfig.builder())
                            .port(http.adminPort().getAsInt()).routing(routing -> routes.register(routing, false, true))
                            .build());
        }
        server.addFeature(ObserveFeature.create(observe.buildPrototype()));
    }

    private <B extends ListenerConfig.BuilderBase<B, ?>> B common(B listener) {
        TimedConnections connections = new TimedConnections(Http1Config.builder().maxHeadersSize(http.maxHeaderBytes())
                // HTTP/1.1 says so by itself (RFC 9112, 9.3).
                .sendKeepAliveHeader(false)
                // They would write every header and body, secrets included, to the log at FINEST.
                .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build()),
                // Without it a response written in two parts waits for the client's delayed acknowledgement: 40 ms.
                SocketOptions.builder().tcpNoDelay(true).build(), http);
        return listener.host(http.host()).maxPayloadSize(http.maxPayloadBytes())
                .idleConnectionTimeout(http.idleTimeout())
                .shutdownGracePeriod(requestDeadline)
                .connectionOptions(connections.options()).protocolsDiscoverServices(false)
                .addConnectionSelector(connections)
                .directHandlers(refused.handlers()).errorHandling(ErrorHandling.builder().includeEntity(true).build());
    }
}
