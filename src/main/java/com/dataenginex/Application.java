package com.dataenginex;

import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ErrorHandling;
import com.dataenginex.http.HttpConfig;
import com.dataenginex.http.RefusedRequests;
import com.dataenginex.logging.Log;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.Logging;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.tracing.SpanPrinter;
import com.dataenginex.tracing.Tracing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds every object once, starts them bottom-up and stops them in the opposite order. */
final class Application implements AutoCloseable {
    private static final Log LOG = Log.of(Application.class);

    private final AppConfig config;
    private final BuildInfo build;
    private final Logging logging;
    private final Tracing tracing;
    private final Metrics metrics;
    private final Routes routes;
    private final RefusedRequests refused;
    private WebServer server;

    Application(AppConfig config) {
        this(config, BuildInfo.read());
    }

    private Application(AppConfig config, BuildInfo build) {
        this(config, build, new Logging(config.logging(), config.name(), build.version(), config.environment()),
                none -> {
                });
    }

    /** @param more endpoints that a test adds */
    Application(AppConfig config, BuildInfo build, Logging logging, Consumer<Endpoints> more) {
        this.config = config;
        this.build = build;
        this.logging = logging;
        RequestLoggingFilter requestLogging = new RequestLoggingFilter(config.logging());
        SpanPrinter printer = config.tracing().console()
                ? new SpanPrinter(logging::write, config.logging().format() == LogFormat.CONSOLE)
                : null;
        tracing = new Tracing(config.tracing(), config.name(),
                Map.of("service.version", build.version(), "deployment.environment.name", config.environment()),
                printer);
        metrics = new Metrics(config.metrics());
        routes = new Routes(new ErrorHandling(), tracing.filter(), requestLogging, metrics.filter(),
                new RootHandler(build.version()),
                more);
        refused = new RefusedRequests(List.of(requestLogging, metrics.filter()));
    }

    /** @throws IllegalStateException if the port cannot be bound */
    void start() {
        logging.start();
        tracing.start();
        metrics.start();
        new SelfTelemetry(metrics).register(build, logging, tracing.counts());
        WebServerConfig.Builder builder = WebServer.builder();
        configure(builder);
        server = builder.build().start();
        if (!server.isRunning()) {
            // Helidon 4.5.0 logs why and returns.
            logging.close();
            throw new IllegalStateException("Cannot listen on " + config.http().host() + ":" + config.http().port()
                    + ": the port is in use, or the host is no address of this machine; the log says which");
        }
        LOG.info("service_started", out -> out.text("service", config.name()).text("service_version", build.version())
                .text("revision", build.revision()).text("deployment_environment", config.environment())
                .text("address", address())
                .text("telemetry", "logs to stdout, metrics at " + Metrics.ENDPOINT + ", " + tracing.destination()));
        LOG.info("try_next",
                out -> out.text("command", "curl -i " + address() + "/ ; curl " + address() + Metrics.ENDPOINT));
    }

    /** The whole server but its start; tests put it on a server of their own. */
    void configure(WebServerConfig.Builder builder) {
        HttpConfig http = config.http();
        builder.host(http.host()).port(http.port()).maxPayloadSize(http.maxPayloadBytes())
                .idleConnectionTimeout(http.idleTimeout()).shutdownHook(false).featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .directHandlers(refused.handlers())
                .errorHandling(io.helidon.webserver.ErrorHandling.builder().includeEntity(true).build())
                .addFeature(ObserveFeature.builder().observersDiscoverServices(false).addObserver(metrics.observer())
                        .build())
                .addProtocol(Http1Config.builder().maxHeadersSize(http.maxHeaderBytes()).build())
                .routing(routes::register);
    }

    Tracing tracing() {
        return tracing;
    }

    int port() {
        return server.port();
    }

    private String address() {
        String host = "0.0.0.0".equals(config.http().host()) ? "localhost" : config.http().host();
        return "http://" + host + ":" + port();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        LOG.info("service_stopped", out -> out.text("service", config.name()));
        tracing.close();
        metrics.close();
        logging.close();
    }
}
