package com.dataenginex.metrics;

import com.dataenginex.helidon.PrometheusText;
import com.dataenginex.http.Endpoint;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.Exchanges;
import com.dataenginex.http.Measured;
import com.dataenginex.http.RequestTotals;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.metrics.api.MetricsFactory;
import io.helidon.service.registry.Services;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the metrics add to a request, and what a scrape costs, by the number of series. */
@State(Scope.Benchmark)
public class MetricsBenchmark extends Measured {
    private static final int SERIES_A_ROUTE = 22;

    @Param({"10", "1000", "5000"})
    private int series;

    private final RequestTotals totals = new RequestTotals();
    private HttpMetrics metrics;
    private Exchange exchange;

    @Setup(Level.Trial)
    public void prepare() {
        List<Duration> buckets = DoubleStream.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10)
                .mapToObj(seconds -> Duration.ofMillis((long) (seconds * 1e3))).toList();
        metrics = new HttpMetrics(new Metrics(new MetricsConfig(buckets, 100_000), totals), 100_000);
        for (int i = 0; i < series / SERIES_A_ROUTE; i++) {
            metrics.prepare(Endpoint.get("/route/" + i, (req, res) -> res.send()));
        }
        exchange = Exchanges.ended();
    }

    /** What the filter does for one request: gauge up and down, histogram, counter. */
    @Benchmark
    public void record() {
        totals.inFlight().begun();
        totals.inFlight().ended();
        metrics.record(exchange);
    }

    /** The text of one scrape. */
    @Benchmark
    public Optional<Object> scrape() {
        return new PrometheusText()
                .formatter(MediaTypes.TEXT_PLAIN, null, Services.get(MetricsFactory.class).globalRegistry(),
                        Optional.empty(), List.of(), List.of())
                .orElseThrow().format();
    }
}
