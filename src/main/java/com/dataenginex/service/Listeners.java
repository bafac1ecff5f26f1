package com.dataenginex.service;

import com.dataenginex.helidon.LastingSocket;
import com.dataenginex.helidon.OpenConnections;
import com.dataenginex.helidon.RefusedRequests;
import com.dataenginex.helidon.ServerListeners;
import com.dataenginex.helidon.TimedConnections;
import com.dataenginex.helidon.WriteDeadlines;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.http.InFlight;
import com.dataenginex.log.Fields;
import com.dataenginex.log.Log;
import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.ObserveFeatureConfig;
import io.helidon.webserver.observe.spi.Observer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The listeners: one port for everything, or a second port for probes and metrics. */
final class Listeners {
    private static final int LOOKS = 10;
    private static final Duration SELDOM = Duration.ofMinutes(2);
    private static final Duration REACHED_WITHIN = Duration.ofSeconds(5);
    private static final Duration REACH_PAUSE = Duration.ofMillis(50);
    private static final int REACH_MILLIS = 1_000;
    private static final Log LOG = Log.of(Listeners.class);
    /** Helidon's name of the second listener. */
    private static final String ADMIN = "admin";

    private final HttpConfig http;
    private final Duration requestDeadline;
    private final Routes routes;
    private final List<Endpoint> api;
    private final List<Endpoint> operations;
    private final List<Observer> observers;
    private final RefusedRequests refused;
    private final WriteDeadlines writes;
    private final Consumer<String> broken;
    private final ConnectionLimit limit;
    private final OpenConnections open;
    private final AtomicLong failedAccepts = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<TimedConnections> connections = new CopyOnWriteArrayList<>();
    private volatile WebServer server;

    /**
     * @param limit of connections
     * @param requestDeadline how long a stop waits for what is in flight
     * @param api the product's endpoints
     * @param operations probes and metrics, whose {@code GET} the observers serve
     * @param broken told if a listener ends without a stop
     */
    Listeners(HttpConfig http, ConnectionLimit limit, Duration requestDeadline, Routes routes, List<Endpoint> api,
            List<Endpoint> operations,
            List<Observer> observers, RefusedRequests refused, WriteDeadlines writes,
            Consumer<String> broken) {
        this.broken = broken;
        this.limit = limit;
        this.open = new OpenConnections(limit.limit(), ConnectionLimit.headBytes());
        this.writes = writes;
        this.http = http;
        this.requestDeadline = requestDeadline;
        this.routes = routes;
        this.api = api;
        this.operations = operations;
        this.observers = observers;
        this.refused = refused;
    }

    /** @throws StartException if the port cannot be bound */
    void start() throws StartException {
        limit.say();
        requireFree();
        SocketPollers.load();
        WebServerConfig.Builder builder = WebServer.builder();
        configure(builder);
        server = builder.build().start();
        if (!server.isRunning()) {
            // Helidon 4.5.0 logs why and returns. Most likely somebody else has taken the port a moment ago.
            requireFree();
            throw new StartException("Cannot listen on " + http.host() + ":" + http.port()
                    + "; the log says why", null);
        }
        makeLasting();
    }

    private void requireFree() throws StartException {
        FreePort.require("PORT", http.host(), http.port());
        if (http.adminPort().isPresent()) {
            FreePort.require("ADMIN_PORT", http.host(), http.adminPort().getAsInt());
        }
    }

    /**
     * Stops the server, which waits for what is in flight until the deadline and then interrupts it.
     *
     * @param inFlight requests and streams; those that do not end in time are cut off
     */
    void stop(List<InFlight> inFlight, Ledger ledger) {
        if (server == null) {
            return;
        }
        // Helidon counts whole milliseconds, from a moment later than this.
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(requestDeadline.toMillis());
        inFlight.forEach(each -> each.dueAt(due));
        ended.set(true);
        try {
            ServerListeners.stop(server);
        } catch (ReflectiveOperationException e) {
            LOG.error("listeners_not_found", Fields.NONE, e);
        } finally {
            server.stop();
        }
        if (System.nanoTime() - due >= 0) {
            ledger.cutOff("requests", inFlight.stream().mapToLong(InFlight::count).sum());
        }
    }

    int port() {
        return server.port();
    }

    /** The port of probes and metrics. */
    int adminPort() {
        return http.adminPort().isEmpty() ? port() : server.port(ADMIN);
    }

    private void makeLasting() throws StartException {
        try {
            LastingSocket.install(server, open, failedAccepts, this::listenerEnded);
        } catch (ReflectiveOperationException e) {
            throw new StartException("This Helidon keeps its listeners elsewhere; LastingSocket must follow", e);
        }
        // Helidon waits on the socket that it had before; one connection makes it look again.
        for (int port : new TreeSet<>(List.of(port(), adminPort()))) {
            reach(port);
        }
    }

    /** One that failed before it was made lasting has ended, and nobody was told. */
    private void reach(int port) throws StartException {
        long end = System.nanoTime() + REACHED_WITHIN.toNanos();
        while (true) {
            try (Socket once = new Socket()) {
                once.connect(new InetSocketAddress(http.localHost(), port), REACH_MILLIS);
                once.setSoLinger(true, 0);
                return;
            } catch (UnknownHostException e) {
                LOG.warning("listener_not_reached", out -> out.number("port", port).text("reason", e.getMessage()));
                return;
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    // A stop has begun.
                    return;
                }
                // Nobody listens there; anything else, such as no file descriptor left here, may pass.
                if (e instanceof ConnectException || System.nanoTime() - end > 0) {
                    throw new StartException("The listener on port " + port + " cannot be reached: " + e.getMessage()
                            + "; the log says why", e);
                }
                LockSupport.parkNanos(REACH_PAUSE.toNanos());
            }
        }
    }

    private void listenerEnded() {
        if (ended.compareAndSet(false, true)) {
            Thread.ofPlatform().name("listener-ended")
                    .start(() -> broken.accept("A listener has ended; the log says why"));
        }
    }

    /** The connections of all ports. */
    OpenConnections connections() {
        return open;
    }

    /** Connections that the system could not give, which were tried again. */
    long failedAccepts() {
        return failedAccepts.get();
    }

    /** Connections that were served without deadlines. */
    long unguardedConnections() {
        return connections.stream().mapToLong(TimedConnections::unguardedConnections).sum();
    }

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(api);
        all.addAll(operations);
        return all;
    }

    /** Configures the server without starting it. */
    void configure(WebServerConfig.Builder builder) {
        ObserveFeatureConfig.Builder observe = ObserveFeature.builder().observersDiscoverServices(false);
        observers.forEach(observe::addObserver);
        common(builder).port(http.port()).shutdownHook(false).featuresDiscoverServices(false);
        if (http.adminPort().isEmpty()) {
            builder.routing(routing -> routes.register(routing, endpoints()));
        } else {
            observe.sockets(List.of(ADMIN));
            builder.routing(routing -> routes.register(routing, api)).putSocket(ADMIN,
                    common(ListenerConfig.builder()).port(http.adminPort().getAsInt())
                            .routing(routing -> routes.register(routing, operations)).build());
        }
        builder.addFeature(ObserveFeature.create(observe.buildPrototype()));
    }

    private <B extends ListenerConfig.BuilderBase<B, ?>> B common(B listener) {
        TimedConnections timed = new TimedConnections(Http1Config.builder().maxHeadersSize(http.maxHeaderBytes())
                // The reader of requests has checked every octet.
                .validateRequestHeaders(false)
                // HTTP/1.1 says so by itself (RFC 9112, 9.3).
                .sendKeepAliveHeader(false)
                // They would write every header and body, secrets included, to the log at FINEST.
                .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).build()),
                // Without it a response written in two parts waits for the client's delayed acknowledgement: 40 ms.
                SocketOptions.builder().tcpNoDelay(true).build(), http, writes, open);
        connections.add(timed);
        // Without: one buffer less per connection, and reads that know a deadline.
        return listener.useNio(false).host(http.host()).maxPayloadSize(http.maxPayloadBytes())
                .idleConnectionTimeout(http.idleTimeout())
                .idleConnectionPeriod(look(http.idleTimeout()))
                .shutdownGracePeriod(requestDeadline)
                .connectionOptions(timed.options()).protocolsDiscoverServices(false)
                .addConnectionSelector(timed)
                .directHandlers(refused.handlers()).errorHandling(ErrorHandling.builder().includeEntity(true).build());
    }

    /** How often connections that wait are looked at: soon after a short time, and no less often than Helidon does by itself. */
    private static Duration look(Duration idleTimeout) {
        Duration often = idleTimeout.dividedBy(LOOKS);
        return often.compareTo(SELDOM) < 0 ? often : SELDOM;
    }
}
