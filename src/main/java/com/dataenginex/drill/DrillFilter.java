package com.dataenginex.drill;

import com.dataenginex.debug.SignatureCheck;
import com.dataenginex.debug.SignedHeader;
import com.dataenginex.health.DependencyOverride;
import com.dataenginex.http.Exchange;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Applies a fault to a request that asks for it with a good header, and to that request alone. A bad header is counted and
 * otherwise ignored. Whoever could sign is told in {@code X-Drill} of the response what came of it: the fault, or
 * {@code refused} and the reason.
 */
public final class DrillFilter implements Filter, AutoCloseable {
    private static final Log LOG = Log.of(DrillFilter.class);
    /** The attribute of the spans, and the field of the lines. */
    static final String DRILL = "drill";

    private final DrillConfig config;
    private final SignedHeader header;
    private final DependencyOverride override;
    private final DrillLimits limits;
    private final DrillCounts counts = new DrillCounts(System::nanoTime);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** @param maxConcurrentRequests of all requests; drills may take half of them */
    public DrillFilter(DrillConfig config, int maxConcurrentRequests, DependencyOverride override,
            InstantSource clock) {
        this.config = config;
        this.header = config.header(clock);
        this.override = override;
        this.limits = new DrillLimits(config.maxRate(), Math.max(1, maxConcurrentRequests / 2),
                DrillConfig.LONGEST.plus(SignedHeader.SKEW.multipliedBy(2)), System::nanoTime);
    }

    /** Whether there are drills; without them this filter need not be passed. */
    public boolean isOn() {
        return config.isOn();
    }

    public DrillCounts counts() {
        return counts;
    }

    /** Whether a drill of that fault is under way, or was half a minute ago: so long a scrape may take to see it. */
    public boolean isActive(DrillFault fault) {
        return counts.isRecent(fault) || fault == DrillFault.DEPENDENCY && override.isActive();
    }

    /** Lets go of what is held, and holds nothing any more. */
    @Override
    public void close() {
        stopped.countDown();
        override.end();
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        DrillOrder order = req.headers().contains(header.name())
                ? ordered(Exchange.current(), req.headers().get(header.name()), res)
                : null;
        if (order == null) {
            chain.proceed();
            return;
        }
        try {
            apply(order);
            chain.proceed();
        } finally {
            limits.leave();
        }
    }

    /** What is to be done; null if nothing is. */
    private DrillOrder ordered(Exchange exchange, Header given, RoutingResponse res) {
        RequestFacts request = exchange.request();
        SignatureCheck result = given.valueCount() == 1
                ? header.check(request.method(), request.path(), given.get())
                : SignatureCheck.MALFORMED;
        if (result != SignatureCheck.ACCEPTED) {
            counts.seen(result);
            return null;
        }
        boolean room = limits.take();
        DrillOrder order = DrillOrder.read(header.parameters(given.get()));
        if (room && order != null && !limits.isFirst(order.once())) {
            counts.seen(SignatureCheck.REPLAYED);
            return null;
        }
        counts.seen(SignatureCheck.ACCEPTED);
        DrillRefusal refusal = room ? refusal(exchange, order) : DrillRefusal.RATE;
        if (refusal != null) {
            counts.refused(refusal);
            LOG.debug("drill_refused", out -> out.text("reason", refusal.toString()));
            res.header(header.name(), "refused;reason=" + refusal);
            return null;
        }
        String fault = order.fault().toString();
        counts.applied(order.fault());
        exchange.drill(fault);
        Span.current().setAttribute(DRILL, true);
        res.header(header.name(), fault);
        return order;
    }

    /** Why the order is not followed; null if it is, and then a place is taken. */
    private DrillRefusal refusal(Exchange exchange, DrillOrder order) {
        if (order == null || order.fault() != DrillFault.DEPENDENCY && order.time().compareTo(DrillOrder.LONGEST) > 0) {
            return DrillRefusal.ORDER;
        }
        if (exchange.endpoint().isExempt()) {
            return DrillRefusal.ENDPOINT;
        }
        if (!limits.enter()) {
            return DrillRefusal.IN_FLIGHT;
        }
        if (order.fault() == DrillFault.DEPENDENCY
                && !override.begin(order.dependency(), order.time(), order.hard())) {
            limits.leave();
            return DrillRefusal.DEPENDENCY;
        }
        return null;
    }

    private void apply(DrillOrder order) {
        switch (order.fault()) {
            case LATENCY, SATURATION -> hold(order.time());
            case ERRORS -> throw new DrillException();
            case DEPENDENCY -> {
                // Begun already.
            }
        }
    }

    private void hold(Duration time) {
        try {
            // A stop lets go of it: what is held is no work that could be lost.
            stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
