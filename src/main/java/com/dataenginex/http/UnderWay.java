package com.dataenginex.http;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The requests under way, by the thread that works on each. Thread-safe. */
public final class UnderWay implements ExchangeObserver {
    private final Map<Long, Exchange> byThread = new ConcurrentHashMap<>();

    /** The request that the thread with this id works on, or null. */
    public Exchange of(long thread) {
        return byThread.get(thread);
    }

    /** All of them, in no order; what changes while it is read may be missing. */
    public Collection<Exchange> all() {
        return Collections.unmodifiableCollection(byThread.values());
    }

    @Override
    public void begun(Exchange exchange) {
        byThread.put(Thread.currentThread().threadId(), exchange);
    }

    /** On the same thread. */
    @Override
    public void ended(Exchange exchange) {
        byThread.remove(Thread.currentThread().threadId(), exchange);
    }
}
