package com.dataenginex.admin;

import com.dataenginex.http.Exchange;
import com.dataenginex.http.ExchangeObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The requests under way, by the thread that works on each. Thread-safe. */
final class UnderWay implements ExchangeObserver {
    private final Map<Long, Exchange> byThread = new ConcurrentHashMap<>();

    /** The request that the thread with this id works on, or null. */
    Exchange of(long thread) {
        return byThread.get(thread);
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
