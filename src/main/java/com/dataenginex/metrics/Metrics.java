package com.dataenginex.metrics;

import com.dataenginex.helidon.HelidonRegistry;
import com.dataenginex.helidon.PrometheusText;
import com.dataenginex.http.RequestTotals;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;
import io.helidon.webserver.observe.spi.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
    /** See {@code PrometheusText}. */
    private static final String DROPPED = "_seconds_max";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private final MetricsConfig config;
    private final HelidonRegistry helidon = new HelidonRegistry();
    private final MeterRegistry registry = helidon.meters();
    private final JvmMetrics jvm;
    private final HttpMetrics http;
    private final MetricsFilter filter;
    /** Names of the labels by metric: a second set of names would vanish from the scrape. */
    private final Map<String, List<String>> labelNames = new ConcurrentHashMap<>();
    /** Micrometer keeps only weak references to what it reads; this list keeps them alive. */
    private final List<Object> held = Collections.synchronizedList(new ArrayList<>());

    /** @param totals what the gauge of requests in flight shows */
    public Metrics(MetricsConfig config, RequestTotals totals) {
        this.config = config;
        jvm = new JvmMetrics(helidon.prometheus());
        gauge("http_requests_in_flight", "Requests currently processing", totals.inFlight()::count);
        http = new HttpMetrics(this, config.maxSeries());
        filter = new MetricsFilter(http, new StreamMetrics(this));
    }

    public void start() {
        jvm.start();
    }

    public MetricsFilter filter() {
        return filter;
    }

    /** Serves the registry at {@value #ENDPOINT}. */
    public Observer observer() {
        return helidon.observer(ENDPOINT);
    }

    /**
     * @param name in snake case, ending in {@code _total}
     * @param labels name and value in turn; the values must be few and known
     * @throws IllegalArgumentException if the name is not allowed, or the metric is known with other labels
     */
    public Counter counter(String name, String help, String... labels) {
        return registry.getOrCreate(Counter.builder(named(name, "_total")).description(help).tags(tags(name, labels)));
    }

    /** A counter that is read from somewhere else at each scrape. */
    public void counter(String name, String help, LongSupplier value, String... labels) {
        held.add(value);
        registry.getOrCreate(
                FunctionalCounter.builder(named(name, "_total"), value, LongSupplier::getAsLong).description(help)
                        .tags(tags(name, labels)));
    }

    /** A value that is read from somewhere else at each scrape. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        held.add(value);
        registry.getOrCreate(Gauge.builder(named(name, ""), value, DoubleSupplier::getAsDouble).description(help)
                .tags(tags(name, labels)));
    }

    /** A histogram of durations with the configured buckets; {@code name} ends in {@code _seconds}. */
    public Timer timer(String name, String help, String... labels) {
        return registry.getOrCreate(Timer.builder(named(name, "_seconds")).description(help).tags(tags(name, labels))
                .buckets(config.buckets().toArray(Duration[]::new)).percentiles(new double[0]));
    }

    /** Lets a counter without series have its {@code HELP} and {@code TYPE} in a scrape. */
    void declareCounter(String name, String help) {
        PrometheusText.declare(named(name, "_total"), help);
    }

    /**
     * The values of this moment, without a scrape; takes some milliseconds.
     *
     * @param wanted by the metric's name, a histogram's without {@code _count}, {@code _sum} or {@code _bucket}
     */
    public List<Reading> readings(Predicate<String> wanted) {
        return new Readings(helidon.prometheus()).of(wanted);
    }

    @Override
    public void close() {
        jvm.close();
        helidon.clear();
        PrometheusText.clear();
    }

    private static String named(String name, String suffix) {
        if (name.endsWith(DROPPED)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" would not be in the scrape, which leaves out Micrometer's "
                            + "own gauges of that ending; choose a name that does not end in " + DROPPED);
        }
        if (!NAME.matcher(name).matches() || !name.endsWith(suffix)) {
            throw new IllegalArgumentException("\"" + name + "\" is no metric name; allowed: snake case"
                    + (suffix.isEmpty() ? "" : ", ending in " + suffix));
        }
        return name;
    }

    private List<Tag> tags(String name, String... labels) {
        if (labels.length % 2 != 0) {
            throw new IllegalArgumentException("labels must be name and value in turn, but there are " + labels.length);
        }
        List<Tag> tags = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < labels.length; i += 2) {
            tags.add(Tag.create(labels[i], labels[i + 1]));
            names.add(labels[i]);
        }
        List<String> known = labelNames.putIfAbsent(name, names);
        if (known != null && !known.equals(names)) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" has the labels " + known + ", and not " + names + "; one metric has one set");
        }
        return tags;
    }
}
