package com.dataenginex;

import com.dataenginex.external.ExternalDataHandler;
import com.dataenginex.health.HealthMonitor;
import com.dataenginex.health.Lifecycle;
import com.dataenginex.health.Probes;
import com.dataenginex.helidon.DrainFilter;
import com.dataenginex.helidon.RefusedRequests;
import com.dataenginex.http.CorsFilter;
import com.dataenginex.http.Endpoints;
import com.dataenginex.http.ProblemErrorHandler;
import com.dataenginex.insights.InsightsHandler;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Log;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.Logging;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.service.BuildInfo;
import com.dataenginex.service.SelfTelemetry;
import com.dataenginex.service.Shutdown;
import com.dataenginex.tracing.SpanPrinter;
import com.dataenginex.tracing.Tracing;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.ObserveFeatureConfig;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Builds every object once, starts them bottom-up and stops them in the opposite order. */
final class Application implements AutoCloseable {
    private static final Log LOG = Log.of(Application.class);

    private final AppConfig config;
    private final BuildInfo build;
    private final Logging logging;
    private final Tracing tracing;
    private final Metrics metrics;
    private final Lifecycle lifecycle = new Lifecycle(Clock.systemUTC());
    private final Streams streams;
    private final HealthMonitor monitor;
    private final Probes probes;
    private final ExternalDataHandler externalData;
    private final InsightsHandler insights;
    private final Routes routes;
    private final Listeners listeners;
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
        SpanPrinter printer = config.tracing().console()
                ? new SpanPrinter(logging::write, config.logging().format() == LogFormat.CONSOLE)
                : null;
        tracing = new Tracing(config.tracing(), config.name(),
                Map.of("service.version", build.version(), "deployment.environment.name", config.environment()),
                printer);
        metrics = new Metrics(config.metrics());
        streams = new Streams(config.http().maxStreams(), config.http().streamWriteDeadline());
        monitor = new HealthMonitor(config.health(), metrics, Clock.systemUTC());
        probes = new Probes(monitor, lifecycle);
        externalData = new ExternalDataHandler(config.externalData(), tracing.client(), metrics, Clock.systemUTC());
        insights = new InsightsHandler(config.insights(), streams, metrics, Clock.systemUTC());
        RequestLoggingFilter requestLogging = new RequestLoggingFilter(config.logging());
        AdmissionFilter admission = new AdmissionFilter(config.http().maxConcurrentRequests(),
                Set.of(Metrics.ENDPOINT, Probes.HEALTH, Probes.READY, Probes.STARTUP));
        routes = new Routes(
                new Routes.Filters(new ProblemErrorHandler(), tracing.filter(), requestLogging, metrics.filter(),
                        new CorsFilter(config.http().corsOrigins()), new DrainFilter(lifecycle::isDraining), admission),
                new Routes.Handlers(new RootHandler(build.version()), new OpenApi(build.version(), config.insights()),
                        externalData, insights, probes),
                more);
        RefusedRequests refused = new RefusedRequests(List.of(requestLogging, metrics.filter()));
        listeners = new Listeners(config.http(), config.shutdown().requestDeadline(), routes, refused);
    }

    /** @throws IllegalStateException if the port cannot be bound */
    void start() {
        logging.start();
        tracing.start();
        metrics.start();
        new SelfTelemetry(metrics).register(build, logging, tracing.counts());
        monitor.start();
        streams.start();
        insights.start();
        WebServerConfig.Builder builder = WebServer.builder();
        configure(builder);
        server = builder.build().start();
        if (!server.isRunning()) {
            // Helidon 4.5.0 logs why and returns.
            monitor.close();
            logging.close();
            throw new IllegalStateException("Cannot listen on " + config.http().host() + ":" + config.http().port()
                    + ": the port is in use, or the host is no address of this machine; the log says which");
        }
        monitor.awaitFirstRound();
        lifecycle.started();
        externalData.start();
        LOG.info("service_started", out -> out.text("service", config.name()).text("service_version", build.version())
                .text("revision", build.revision()).text("deployment_environment", config.environment())
                .text("address", address() + port()).text("telemetry",
                        "logs to stdout, metrics at :" + adminPort() + Metrics.ENDPOINT + ", "
                                + tracing.destination()));
        LOG.info("try_next",
                out -> out.text("command", "curl -i " + address() + port() + "/ ; curl " + address() + adminPort()
                        + Probes.READY + " ; curl " + address() + adminPort() + Metrics.ENDPOINT));
    }

    /** The whole server but its start; tests put it on a server of their own. */
    void configure(WebServerConfig.Builder builder) {
        ObserveFeatureConfig.Builder observe = ObserveFeature.builder().observersDiscoverServices(false)
                .addObserver(metrics.observer());
        probes.observers().forEach(observe::addObserver);
        listeners.configure(builder, observe);
    }

    Streams streams() {
        return streams;
    }

    Metrics metrics() {
        return metrics;
    }

    /** Path templates of all endpoints. */
    List<String> templates() {
        return routes.templates();
    }

    Tracing tracing() {
        return tracing;
    }

    int port() {
        return server.port();
    }

    /** The port of probes and metrics. */
    int adminPort() {
        return config.http().adminPort().isEmpty() ? port() : server.port(Listeners.ADMIN);
    }

    private String address() {
        String host = "0.0.0.0".equals(config.http().host()) ? "localhost" : config.http().host();
        return "http://" + host + ":";
    }

    /** Stops in order; see {@link Shutdown} for the steps' deadlines and the ledger. */
    @Override
    public void close() {
        stop();
    }

    /** @return whether nothing was cut off */
    boolean stop() {
        Shutdown shutdown = new Shutdown(config.shutdown());
        shutdown.step("drain", () -> shutdown.drain(lifecycle));
        shutdown.step("streams", streams::endAll);
        if (server != null) {
            shutdown.stopServer(server::stop, List.of(metrics.requests(), streams.open()));
        }
        streams.close();
        insights.close();
        shutdown.step("clients", externalData::close);
        shutdown.step("checks", monitor::close);
        shutdown.step("spans", tracing::close);
        shutdown.check("spans", tracing.counts().unsent());
        LOG.info("service_stopped", shutdown.ledger(metrics, streams, tracing.counts(), logging));
        metrics.close();
        logging.close();
        return shutdown.isClean();
    }
}
