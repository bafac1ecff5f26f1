package com.dataenginex.service;

import com.dataenginex.admin.Admin;
import com.dataenginex.config.EffectiveSetting;
import com.dataenginex.debug.DebugFilter;
import com.dataenginex.drill.DrillFilter;
import com.dataenginex.drill.DrillSpans;
import com.dataenginex.health.HealthMonitor;
import com.dataenginex.health.Lifecycle;
import com.dataenginex.health.Probes;
import com.dataenginex.helidon.DrainFilter;
import com.dataenginex.helidon.RefusedRequests;
import com.dataenginex.helidon.WriteDeadlines;
import com.dataenginex.http.CorsFilter;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Kept;
import com.dataenginex.http.ProblemErrorHandler;
import com.dataenginex.http.ProblemWriter;
import com.dataenginex.http.RequestTotals;
import com.dataenginex.http.UnderWay;
import com.dataenginex.limits.AdmissionFilter;
import com.dataenginex.limits.Streams;
import com.dataenginex.log.Log;
import com.dataenginex.log.Severity;
import com.dataenginex.logging.LogFormat;
import com.dataenginex.logging.Logging;
import com.dataenginex.logging.QueryText;
import com.dataenginex.logging.RequestLoggingFilter;
import com.dataenginex.metrics.Metrics;
import com.dataenginex.metrics.ScrapeFilter;
import com.dataenginex.otlplogs.OtlpLogs;
import com.dataenginex.recorder.KeptLimit;
import com.dataenginex.recorder.Recorder;
import com.dataenginex.recorder.RecorderFilter;
import com.dataenginex.tracing.SpanPrinter;
import com.dataenginex.tracing.Tracing;
import com.dataenginex.ui.AlertRule;
import com.dataenginex.ui.Goal;
import com.dataenginex.ui.Shown;
import com.dataenginex.ui.Ui;
import com.dataenginex.ui.Upstream;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.observe.spi.Observer;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A service: its parts in the order in which they start; they stop in the reverse order.
 *
 * <pre>{@code
 * Service.Builder service = Service.builder(product, config, build, System.out);
 * Items items = new Items(service.metrics());
 * service.part(Part.closing("items", items::close)).endpoint(Endpoint.get("/items/{id}", items::read)).build().start();
 * }</pre>
 */
public final class Service implements AutoCloseable {
    private static final Log LOG = Log.of(Service.class);
    /** The environment in which somebody looks at the console. */
    private static final String DEV = "dev";

    private final Builder made;
    private final Ledger ledger = new Ledger();
    private final AdmissionFilter admission;
    private final WriteDeadlines writes;
    private final Probes probes;
    private final DebugFilter debug;
    private final DrillFilter drill;
    private final Admin admin;
    private final Ui ui;
    private final Listeners listeners;
    private final Life life;
    private volatile Consumer<String> whenBroken = reason -> {
    };

    private Service(Builder made) {
        this.made = made;
        ServiceConfig config = made.config;
        writes = new WriteDeadlines(config.http().writeTimeout());
        admission = new AdmissionFilter(config.http().maxConcurrentRequests());
        debug = new DebugFilter(config.debug().header(Clock.systemUTC()), made.debugged::take);
        drill = new DrillFilter(config.drill(), config.http().maxConcurrentRequests(), made.monitor.override(),
                Clock.systemUTC());
        if (drill.isOn()) {
            made.tracing.listen(new DrillSpans());
        }
        probes = new Probes(made.monitor, made.lifecycle);
        ConnectionLimit connections = ConnectionLimit.of(config.http());
        admin = new Admin(config.admin(), config.environment(), inEffect(connections), made.logging.levels(),
                made.underWay);
        List<Endpoint> operations = operations(probes, admin, made.operations);
        List<Endpoint> watched = new ArrayList<>(made.endpoints);
        watched.addAll(operations);
        ui = new Ui(config.ui(), config.http(),
                new Shown(config.name(), made.build.version(), config.environment(), made.metrics, probes,
                        made.streams, made.recorder, made.alerts, made.upstreams, made.goals,
                        new QueryText(config.logging().queryValues())),
                watched);
        if (ui.isOn()) {
            made.logging.listen(ui.lines());
        }
        List<ExchangeObserver> listening = new ArrayList<>(made.observers);
        listening.add(made.monitor.observer());
        if (config.admin().isOn() || made.recorder.isPresent()) {
            listening.add(made.underWay);
        }
        made.recorder.ifPresent(recorder -> listening.add(recorder.decision()));
        Optional<RecorderFilter> recording = made.recorder.map(Recorder::filter);
        ProblemWriter problems = new ProblemWriter(made.product.problemTypes());
        RequestLoggingFilter requestLogging = new RequestLoggingFilter(config.logging());
        Routes routes = new Routes(config.http().clientAddress(), made.totals, recording, debug, made.tracing.filter(),
                requestLogging,
                made.metrics.filter(),
                listening, new CorsFilter(config.http().corsOrigins()),
                new DrainFilter(made.lifecycle::isDraining),
                admission, drill, new ProblemErrorHandler(problems));
        List<Observer> observers = new ArrayList<>(probes.observers());
        observers.add(made.metrics.observer());
        List<ExchangeObserver> refusedObservers = new ArrayList<>();
        recording.ifPresent(refusedObservers::add);
        refusedObservers.addAll(List.of(made.totals, requestLogging, made.metrics.filter()));
        refusedObservers.addAll(made.observers);
        listeners = new Listeners(config.http(), connections, config.shutdown().requestDeadline(), routes,
                made.endpoints,
                Stream.concat(operations.stream(), ui.endpoints().stream()).toList(), observers,
                new RefusedRequests(problems, config.http().clientAddress(), refusedObservers), writes, this::broken);
        life = new Life(parts(), ledger);
    }

    /**
     * @param product the names that the service has
     * @param config what is configured
     * @param build what is running
     * @param out where log lines go
     */
    public static Builder builder(Product product, ServiceConfig config, BuildInfo build, OutputStream out) {
        return new Builder(product, config, build, out);
    }

    /** The settings, with what this process can hold in the place of what is more than that. */
    private List<EffectiveSetting> inEffect(ConnectionLimit connections) {
        Map<String, Integer> lowered = new HashMap<>();
        if (connections.limit() < connections.configured()) {
            lowered.put("server.max-connections", connections.limit());
        }
        if (made.otlpLogs.queueSize() < made.config.otlpLogs().queueSize()) {
            lowered.put("logging.otlp-queue-size", made.otlpLogs.queueSize());
        }
        return made.settings.stream()
                .map(each -> lowered.containsKey(each.key()) ? each.lowered(lowered.get(each.key())) : each).toList();
    }

    /** The observe feature answers {@code GET} here, but for the operator's endpoints. */
    private static List<Endpoint> operations(Probes probes, Admin admin, List<Endpoint> more) {
        Stream<Endpoint> observed = Stream
                .of(Endpoint.observed(Metrics.ENDPOINT, () -> null).scrape().through(new ScrapeFilter()),
                        Endpoint.observed(Probes.HEALTH, probes::healthRefusal),
                        Endpoint.observed(Probes.READY, probes::readyRefusal),
                        Endpoint.observed(Probes.STARTUP, probes::startupRefusal))
                // Probes and scrapes arrive every few seconds.
                .map(endpoint -> endpoint.exempt().loggedAt(Severity.DEBUG));
        return Stream.of(observed, admin.endpoints().stream(), more.stream()).flatMap(each -> each).toList();
    }

    /** All parts, in the order in which they start. */
    private List<Part> parts() {
        ServiceConfig config = made.config;
        List<Part> parts = new ArrayList<>();
        if (made.otlpLogs.isOn()) {
            parts.add(Part.of("log_records", () -> made.otlpLogs.start(made.tracing.logs()),
                    () -> ledger.cutOff("log_records", made.otlpLogs.stop())).within(config.logging().flushTimeout()));
        }
        parts.add(Part.of("log", made.logging::start, () -> ledger.cutOff("log", made.logging.stop()))
                .within(config.logging().flushTimeout()));
        parts.add(Part.closing("ledger", this::sayWhatWasDone));
        if (debug.isOn()) {
            parts.add(Part.closing("debugged", made.debugged::close));
            parts.add(Part.of("debug_header", debug::start, debug::close));
        }
        parts.add(Part.of("spans", made.tracing::start, this::flushSpans).within(config.tracing().flushTimeout()));
        made.recorder.ifPresent(recorder -> parts.add(Part.closing("recorder", recorder::close)));
        parts.add(Part.of("metrics", this::startMetrics, made.metrics::close));
        parts.add(Part.of("checks", made.monitor::start, made.monitor::close));
        parts.addAll(made.parts);
        if (ui.isOn()) {
            parts.add(Part.of("cockpit", ui::start, ui::close));
        }
        parts.add(Part.of("write_watch", writes::start, writes::close));
        parts.add(Part.of("requests", listeners::start,
                () -> listeners.stop(List.of(made.totals.inFlight(), made.streams.inFlight()), ledger))
                .within(config.shutdown().requestDeadline()));
        parts.add(Part.closing("streams", this::endStreams));
        parts.add(Part.closing("drain", this::drain).within(config.shutdown().drainDelay()));
        parts.add(Part.starting("first_checks", made.monitor::awaitFirstRound));
        parts.add(Part.starting("ready", made.lifecycle::started));
        parts.addAll(made.lastParts);
        parts.add(Part.starting("announcement", this::announce));
        return parts;
    }

    /**
     * Starts every part, or none.
     *
     * @throws StartException if one of them could not be started
     */
    public void start() throws StartException {
        life.start();
    }

    /**
     * Stops every part that was started, in the opposite order.
     *
     * @return whether nothing was cut off
     */
    public boolean stop() {
        life.stop();
        return ledger.isClean();
    }

    @Override
    public void close() {
        stop();
    }

    /** The server's configuration, for tests that put it on a server of their own. */
    public void configure(WebServerConfig.Builder builder) {
        listeners.configure(builder);
    }

    /** Tells, once, that the service can serve no longer, and why; it is not stopped by that. */
    public void whenBroken(Consumer<String> told) {
        whenBroken = told;
    }

    /** Lets the probes know of a failure outside a request. */
    public void noteFailure(Throwable thrown) {
        made.monitor.noteFailure(thrown);
    }

    private void broken(String reason) {
        LOG.error("listener_ended", out -> out.text("reason", reason), null);
        whenBroken.accept(reason);
    }

    public int port() {
        return listeners.port();
    }

    /** The port of probes and metrics. */
    public int adminPort() {
        return listeners.adminPort();
    }

    /** Those of the product, then probes and metrics. */
    public List<Endpoint> endpoints() {
        return listeners.endpoints();
    }

    public Metrics metrics() {
        return made.metrics;
    }

    public Tracing tracing() {
        return made.tracing;
    }

    public Streams streams() {
        return made.streams;
    }

    /** What requests did, if it is remembered. */
    public Optional<Recorder> recorder() {
        return made.recorder;
    }

    private void startMetrics() {
        made.metrics.start();
        SelfTelemetry self = new SelfTelemetry(made.metrics);
        self.product(made.product.metricPrefix(), made.build, made.config.environment(),
                probes::isReady);
        self.telemetry(made.logging, made.tracing.counts(), listeners);
        self.logRecords(made.otlpLogs.counts());
        self.limits(admission, made.streams);
        self.debugging(debug, made.logging);
        self.drilling(drill, made.config.environment());
        self.connections(listeners);
        made.recorder.ifPresent(self::recording);
    }

    private void endStreams() {
        writes.hurryStreams();
        made.streams.endAll();
        drill.close();
        ui.endViewers();
        admin.close();
    }

    /** Takes {@code /ready} down and goes on serving until the drain delay is over. */
    private void drain() throws InterruptedException {
        made.lifecycle.draining();
        long delay = made.config.shutdown().drainDelay().toNanos();
        LOG.info("draining", out -> out.seconds("delay_seconds", delay));
        TimeUnit.NANOSECONDS.sleep(delay);
    }

    private void flushSpans() {
        made.tracing.close();
        ledger.cutOff("spans", made.tracing.counts().unsent());
    }

    /** The log's last line. */
    private void sayWhatWasDone() {
        StopFigures figures = StopFigures.of(made.totals, made.streams, made.tracing.counts(), made.logging);
        LOG.info("service_stopped", out -> {
            figures.writeTo(out);
            ledger.writeTo(out);
        });
    }

    private void announce() {
        ServiceConfig config = made.config;
        String address = config.http().address(port());
        String adminAddress = config.http().address(adminPort());
        long took = System.nanoTime() - made.startNanos;
        LOG.info("service_started",
                out -> out.text("service", config.name()).text("service_version", made.build.version())
                        .text("revision", made.build.revision()).text("deployment_environment", config.environment())
                        .text("address", address).seconds("start_seconds", took)
                        .text("telemetry",
                                "logs to stdout" + (made.otlpLogs.isOn() ? " and " + made.otlpLogs.destination() : "")
                                        + ", metrics at :" + adminPort() + Metrics.ENDPOINT + ", "
                                        + made.tracing.destination())
                        .text("cockpit", ui.isOn() ? ui.url(adminAddress) : null));
        if (ui.refusal() != null) {
            LOG.warning("cockpit_is_off", out -> out.text("reason", ui.refusal()));
        }
        if (config.environment().equals(DEV) && config.logging().format() == LogFormat.CONSOLE) {
            made.logging.write(("Try:\n  curl -i " + address + "/\n  curl " + adminAddress + Probes.READY + "\n  curl "
                    + adminAddress + Metrics.ENDPOINT + "\n" + tryPage(adminAddress)).getBytes(StandardCharsets.UTF_8));
        }
    }

    private String tryPage(String adminAddress) {
        if (!ui.isOn()) {
            return "";
        }
        String remote = ui.remoteUrl(adminAddress);
        return "  " + ui.url(adminAddress) + " in a browser, from another machine\n  "
                + (remote == null ? "with ?token= and the value of ui.token" : remote) + "\n";
    }

    /** Collects what a product adds to the foundation; logging, metrics and tracing exist already. Not thread-safe. */
    public static final class Builder {
        private final Product product;
        private final ServiceConfig config;
        private final BuildInfo build;
        private final Logging logging;
        private final Tracing tracing;
        private final OtlpLogs otlpLogs;
        private final RequestTotals totals = new RequestTotals();
        private final Metrics metrics;
        private final Lifecycle lifecycle = new Lifecycle(Clock.systemUTC());
        private final HealthMonitor monitor;
        private final Streams streams;
        private final UnderWay underWay = new UnderWay();
        private final KeptLimit debugged;
        private final Optional<Recorder> recorder;
        private final List<Part> parts = new ArrayList<>();
        private final List<Part> lastParts = new ArrayList<>();
        private final List<Endpoint> endpoints = new ArrayList<>();
        private final List<Endpoint> operations = new ArrayList<>();
        private final List<ExchangeObserver> observers = new ArrayList<>();
        private List<EffectiveSetting> settings = List.of();
        private List<AlertRule> alerts = List.of();
        private Supplier<List<Upstream>> upstreams = List::of;
        private Supplier<List<Goal>> goals = List::of;
        private long startNanos = System.nanoTime();

        private Builder(Product product, ServiceConfig config, BuildInfo build, OutputStream out) {
            this.product = product;
            this.config = config;
            this.build = build;
            logging = new Logging(config.logging(), config.name(), build.version(), config.environment(), out);
            otlpLogs = new OtlpLogs(config.otlpLogs());
            tracing = new Tracing(config.tracing(), config.name(),
                    Map.of("service.version", build.version(), "deployment.environment.name", config.environment()),
                    otlpLogs::configure);
            if (otlpLogs.isOn()) {
                logging.listen(otlpLogs);
            }
            if (config.tracing().console()) {
                tracing.print(new SpanPrinter(logging::write, config.logging().format() == LogFormat.CONSOLE));
            }
            metrics = new Metrics(config.metrics(), totals);
            monitor = new HealthMonitor(config.health(), metrics, Clock.systemUTC(), logging::isWriting);
            streams = new Streams(config.http().maxStreams());
            debugged = new KeptLimit(Kept.DEBUG, config.recorder());
            recorder = config.recorder().enabled()
                    ? Optional.of(new Recorder(config.recorder(), tracing, logging, underWay, debugged))
                    : Optional.empty();
        }

        /** The log; {@link Logging#listen} is told each line. */
        public Logging logging() {
            return logging;
        }

        /** The spans; {@link Tracing#listen} is told each one. */
        public Tracing tracing() {
            return tracing;
        }

        /** The metrics; {@link Metrics#readings} gives their values. */
        public Metrics metrics() {
            return metrics;
        }

        public RequestTotals totals() {
            return totals;
        }

        /** What requests did, if it is remembered. */
        public Optional<Recorder> recorder() {
            return recorder;
        }

        public Streams streams() {
            return streams;
        }

        /** Adds a part that is started before the first request comes, after those added before it. */
        public Builder part(Part part) {
            parts.add(part);
            return this;
        }

        /** Adds a part that is started once requests are served. */
        public Builder lastPart(Part part) {
            lastParts.add(part);
            return this;
        }

        public Builder endpoint(Endpoint endpoint) {
            endpoints.add(endpoint);
            return this;
        }

        public Builder endpoints(List<Endpoint> more) {
            endpoints.addAll(more);
            return this;
        }

        /** Adds an endpoint for those who operate the service; it belongs to the listener of probes and metrics. */
        public Builder operation(Endpoint endpoint) {
            operations.add(endpoint);
            return this;
        }

        /** How long ago the start began; without it, the start begins with this builder. */
        public Builder begun(Duration ago) {
            startNanos = System.nanoTime() - ago.toNanos();
            return this;
        }

        /** What is configured, as an operator is shown it. */
        public Builder settings(List<EffectiveSetting> effective) {
            settings = effective;
            return this;
        }

        /** The rules that the page evaluates on this instance. */
        public Builder alerts(List<AlertRule> rules) {
            alerts = rules;
            return this;
        }

        /** The services that this one calls, as the page shows them. */
        public Builder upstreams(Supplier<List<Upstream>> now) {
            upstreams = now;
            return this;
        }

        /** The objectives that the page shows, as this instance keeps them. */
        public Builder goals(Supplier<List<Goal>> current) {
            goals = current;
            return this;
        }

        /** Lets an observer see every exchange. */
        public Builder observe(ExchangeObserver observer) {
            observers.add(observer);
            return this;
        }

        public Service build() {
            return new Service(this);
        }
    }
}
