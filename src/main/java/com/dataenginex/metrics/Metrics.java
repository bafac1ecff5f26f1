package com.dataenginex.metrics;

import com.dataenginex.helidon.ScrapeObserver;
import com.dataenginex.limits.InFlight;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Meter;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.metrics.api.ScopeConfig;
import io.helidon.metrics.api.ScopingConfig;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.service.registry.Services;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.observe.spi.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Owns the registry. A metric of your own is one line, best kept in a field:
 *
 * <pre>{@code
 * private final Counter refreshes = metrics.counter("cache_refreshes_total", "Refreshes of the rate cache");
 * }</pre>
 *
 * <p>Helidon's registry lives in statics of Micrometer: one of these at a time in a process.
 */
public final class Metrics implements AutoCloseable {
    /** Path of the scrape. */
    public static final String ENDPOINT = "/metrics";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final io.helidon.metrics.api.MetricsConfig HELIDON = io.helidon.metrics.api.MetricsConfig.builder()
            .scoping(ScopingConfig.builder()
                    .putScope(Meter.Scope.VENDOR, ScopeConfig.builder().name(Meter.Scope.VENDOR).enabled(false).build())
                    .build())
            .build();

    private final MetricsConfig config;
    private final MeterRegistry registry;
    private final JvmMetrics jvm;
    private final HttpMetrics http;
    private final MetricsFilter filter;
    /** Micrometer refers to what it reads weakly. */
    private final List<Object> held = Collections.synchronizedList(new ArrayList<>());

    public Metrics(MetricsConfig config) {
        this.config = config;
        registry = Services.get(MetricsFactory.class).globalRegistry(HELIDON);
        jvm = new JvmMetrics(registry);
        http = new HttpMetrics(this, config.maxSeries());
        filter = new MetricsFilter(http, new StreamMetrics(this));
    }

    public void start() {
        jvm.start();
    }

    public MetricsFilter filter() {
        return filter;
    }

    /** Requests under way; streams that have begun are not among them. */
    public InFlight requests() {
        return http.requests();
    }

    /** Requests recorded since the start. */
    public long requestsRecorded() {
        return http.recorded();
    }

    /** Those of them that were answered with 5xx; a client's wrong HTTP version (505) is none. */
    public long serverErrors() {
        return http.errors();
    }

    /** Serves the registry at {@value #ENDPOINT}. */
    public Observer observer() {
        return new ScrapeObserver(
                MetricsObserver.builder().endpoint(ENDPOINT).metricsConfig(HELIDON).meterRegistry(registry).build());
    }

    /**
     * @param name in snake case, ending in {@code _total}
     * @param labels name and value in turn; the values must be few and known
     */
    public Counter counter(String name, String help, String... labels) {
        return registry.getOrCreate(Counter.builder(named(name, "_total")).description(help).tags(tags(labels)));
    }

    /** A counter that is read from somewhere else at each scrape. */
    public void counter(String name, String help, LongSupplier value, String... labels) {
        held.add(value);
        registry.getOrCreate(
                FunctionalCounter.builder(named(name, "_total"), value, LongSupplier::getAsLong).description(help)
                        .tags(tags(labels)));
    }

    /** A value that is read from somewhere else at each scrape. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        held.add(value);
        registry.getOrCreate(Gauge.builder(named(name, ""), value, DoubleSupplier::getAsDouble).description(help)
                .tags(tags(labels)));
    }

    /** A histogram of durations with the configured buckets; {@code name} ends in {@code _seconds}. */
    public Timer timer(String name, String help, String... labels) {
        return registry.getOrCreate(Timer.builder(named(name, "_seconds")).description(help).tags(tags(labels))
                .buckets(config.buckets().toArray(Duration[]::new)).percentiles(new double[0]));
    }

    /** {@code dataenginex_build_info{version,revision,java_version} 1}. */
    public void buildInfo(Map<String, String> facts) {
        List<String> labels = new ArrayList<>();
        facts.forEach((name, value) -> labels.addAll(List.of(name, value)));
        gauge("dataenginex_build_info", "What is running; always 1", () -> 1, labels.toArray(String[]::new));
    }

    @Override
    public void close() {
        jvm.close();
        // Closing the registry would close Micrometer's static one for good.
        registry.meters().forEach(registry::remove);
    }

    private static String named(String name, String suffix) {
        if (!NAME.matcher(name).matches() || !name.endsWith(suffix)) {
            throw new IllegalArgumentException("\"" + name + "\" is no metric name; allowed: snake case"
                    + (suffix.isEmpty() ? "" : ", ending in " + suffix));
        }
        return name;
    }

    private static List<Tag> tags(String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("labels must be name and value in turn, but there are " + labels.length);
        }
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            tags.add(Tag.create(labels[i], labels[i + 1]));
        }
        return tags;
    }
}
