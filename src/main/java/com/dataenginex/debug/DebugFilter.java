package com.dataenginex.debug;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import com.dataenginex.http.RequestFacts;
import com.dataenginex.log.Log;
import io.helidon.http.Header;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

/**
 * Marks a request with a good header as one to be debugged: it is traced, and its DEBUG events are written at once. A bad header is
 * counted and otherwise ignored, so that nobody learns from the response whether it was good; so is a good one beyond as many as may
 * be debugged.
 */
public final class DebugFilter implements Filter, ExchangeObserver, AutoCloseable {
    private static final Log LOG = Log.of(DebugFilter.class);

    private final SignedHeader header;
    private final BooleanSupplier room;
    private final Map<SignatureCheck, LongAdder> results = new EnumMap<>(SignatureCheck.class);
    /** Requests under way that are debugged: without any, nobody's context is looked at. */
    private final AtomicInteger underWay = new AtomicInteger();
    private final BooleanSupplier wanted = this::isDebugged;

    /** @param room asked for each good header, whether one more request may be debugged now */
    public DebugFilter(SignedHeader header, BooleanSupplier room) {
        this.header = header;
        this.room = room;
        for (SignatureCheck result : SignatureCheck.values()) {
            results.put(result, new LongAdder());
        }
    }

    /** Whether there is a key; without one this filter need not be passed. */
    public boolean isOn() {
        return header.isOn();
    }

    /** Headers seen since the start with that result. */
    public long seen(SignatureCheck result) {
        return results.get(result).sum();
    }

    /** From now on the DEBUG events of such requests are written. */
    public void start() {
        if (isOn()) {
            Log.alsoSay(wanted);
        }
    }

    @Override
    public void close() {
        Log.noLongerSay(wanted);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest req, RoutingResponse res) {
        if (req.headers().contains(header.name())) {
            look(Exchange.current(), req.headers().get(header.name()));
        }
        chain.proceed();
    }

    private void look(Exchange exchange, Header given) {
        RequestFacts request = exchange.request();
        SignatureCheck result = given.valueCount() == 1
                ? header.check(request.method(), request.path(), given.get())
                : SignatureCheck.MALFORMED;
        results.get(result).increment();
        if (result == SignatureCheck.ACCEPTED && room.getAsBoolean()) {
            underWay.incrementAndGet();
            exchange.observe(this);
            exchange.debug();
            LOG.debug("debug_header_accepted", out -> out.text("header", header.name().defaultCase()));
        }
    }

    /** Added before the others, so told after them. */
    @Override
    public void ended(Exchange exchange) {
        underWay.decrementAndGet();
    }

    private boolean isDebugged() {
        if (underWay.get() == 0) {
            return false;
        }
        Exchange exchange = Exchange.current();
        return exchange != null && exchange.isDebugged();
    }
}
