package com.dataenginex.objectives;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.Response;
import com.dataenginex.json.JsonWriter;
import com.dataenginex.metrics.Metrics;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Counts the requests that kept what is promised, and those that did not; there from the start, at 0, so that the first bad one is
 * an increase:
 *
 * <pre>
 * slo_requests_total{result="bad",slo="latency"} 0.0
 * slo_requests_total{result="good",slo="latency"} 1543.0
 * </pre>
 *
 * <p>What a drill asked for is no fault of the service: its requests are in no objective, and counted apart in
 * {@code slo_drill_requests_total}, with the same labels.
 *
 * <p>A request is judged when its response begins, like {@code http_requests_total}. A duration is compared with the threshold itself,
 * not with the edges of a histogram's buckets. Thread-safe.
 */
public final class Objectives implements ExchangeObserver, AutoCloseable {
    /** Path of {@link #answer}. */
    public static final String PATH = "/slo";

    private static final String COUNTER = "slo_requests_total";
    private static final String OF_DRILLS = "slo_drill_requests_total";
    private static final String HELP_OF_DRILLS = "Requests of drills, which are in no objective, by whether they would have kept it";
    private static final String HELP = "Requests by whether they kept the objective";
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMinutes(5);
    /** Whoever is answered so was not served, and at once: that is no latency. */
    private static final int REFUSED = 503;

    private final ObjectivesConfig config;
    private final Clock clock;
    private final Instant since;
    private final Objective availability;
    private final Objective latency;
    private final long thresholdNanos;
    /** No virtual one, whose timer and carrier an idle service would pay for. */
    private final Thread sampler = Thread.ofPlatform().daemon().name("objectives").unstarted(this::sample);
    private volatile boolean stopped;

    public Objectives(ObjectivesConfig config, Metrics metrics, Clock clock) {
        this.config = config;
        this.clock = clock;
        since = clock.instant();
        thresholdNanos = config.threshold().toNanos();
        availability = new Objective("availability", config.availability(), System::nanoTime);
        latency = new Objective("latency", config.latency(), System::nanoTime);
        for (Objective one : List.of(availability, latency)) {
            metrics.counter(COUNTER, HELP, one::good, "slo", one.name(), "result", "good");
            metrics.counter(COUNTER, HELP, one::bad, "slo", one.name(), "result", "bad");
            metrics.counter(OF_DRILLS, HELP_OF_DRILLS, one::drilledGood, "slo", one.name(), "result", "good");
            metrics.counter(OF_DRILLS, HELP_OF_DRILLS, one::drilledBad, "slo", one.name(), "result", "bad");
        }
    }

    public void start() {
        sampler.start();
    }

    @Override
    public void responded(Exchange exchange) {
        String template = exchange.template();
        if (!exchange.endpoint().isCounted() || config.leftOut().contains(template)) {
            return;
        }
        availability.count(!exchange.isServerError(), exchange.isDrill());
        if (exchange.status() != REFUSED && !config.latencyLeftOut().contains(template)) {
            latency.count(exchange.responseNanos() <= thresholdNanos, exchange.isDrill());
        }
    }

    @Override
    public void ended(Exchange exchange) {
        // Judged when the response began.
    }

    /** How this instance keeps them, in the order of {@code GET /slo}. */
    public List<ObjectiveState> states() {
        return Stream.of(availability, latency)
                .map(one -> new ObjectiveState(one.name(), one.target(), one.good(), one.bad(), one.budgetLeft(),
                        one.burn(SHORT), one.burn(Objective.LONGEST)))
                .toList();
    }

    /** {@code GET /slo}: how this instance keeps the objectives, since its start. */
    public void answer(ServerRequest req, ServerResponse res) {
        JsonWriter json = new JsonWriter(1_024).beginObject().field("scope").string("this instance since its start")
                .field("since").string(since.toString())
                .field("age_seconds").number(Duration.between(since, clock.instant()).toSeconds())
                .field("window_days").number(config.windowDays()).field("objectives").beginArray();
        write(json, availability);
        json.endObject();
        write(json, latency);
        json.field("threshold_seconds").number(BigDecimal.valueOf(thresholdNanos, 9).stripTrailingZeros()).endObject();
        res.header(Response.NO_STORE);
        Response.json(req, res, json.endArray().endObject().toBytes());
    }

    /** All but the end of the object. */
    private static void write(JsonWriter json, Objective one) {
        json.beginObject().field("slo").string(one.name()).field("target").number(one.target())
                .field("good").number(one.good()).field("bad").number(one.bad())
                .field("drill_good").number(one.drilledGood()).field("drill_bad").number(one.drilledBad());
        rounded(json.field("budget_left"), one.budgetLeft());
        rounded(json.field("burn_5m"), one.burn(SHORT));
        rounded(json.field("burn_1h"), one.burn(Objective.LONGEST));
    }

    /** With four decimals; null for what is not known. */
    private static void rounded(JsonWriter json, double value) {
        if (Double.isNaN(value)) {
            json.string(null);
        } else {
            json.number(BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros());
        }
    }

    private void sample() {
        while (!stopped) {
            LockSupport.parkNanos(STEP.toNanos());
            availability.sample();
            latency.sample();
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(sampler);
    }
}
