package com.dataenginex.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests under way, by the thread that works on each. A thread, which is its connection's, has a place of its own once it has had
 * a request, so that a request changes nothing that others do. Thread-safe.
 */
public final class UnderWay implements ExchangeObserver {
    private static final int FEW = 64;

    /** What one thread works on. */
    private static final class Place {
        private final Thread thread = Thread.currentThread();
        /** Written by the thread itself; null between two requests. */
        private volatile Exchange exchange;

        /** Null once the thread has ended. */
        private Exchange exchange() {
            return thread.isAlive() ? exchange : null;
        }
    }

    private final Set<Place> places = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<Place> own = ThreadLocal.withInitial(this::place);
    /** From so many on, those of threads that have ended are looked for. */
    private final AtomicInteger many = new AtomicInteger(FEW);

    private Place place() {
        int limit = many.get();
        // Twice as many as were left the last time: each pays for the look at one other.
        if (places.size() >= limit && many.compareAndSet(limit, Integer.MAX_VALUE)) {
            places.removeIf(place -> !place.thread.isAlive());
            many.set(Math.max(FEW, 2 * places.size()));
        }
        Place place = new Place();
        places.add(place);
        return place;
    }

    /** Each request by the id of the thread that works on it; what changes while it is read may be missing. */
    public Map<Long, Exchange> byThread() {
        Map<Long, Exchange> found = new HashMap<>();
        for (Place place : places) {
            Exchange exchange = place.exchange();
            if (exchange != null) {
                found.put(place.thread.threadId(), exchange);
            }
        }
        return found;
    }

    /** All of them, in no order; what changes while it is read may be missing. */
    public Collection<Exchange> all() {
        return byThread().values();
    }

    /** Threads that have a place; of those that have ended no more than there are others, but for a few. */
    int places() {
        return places.size();
    }

    @Override
    public void begun(Exchange exchange) {
        own.get().exchange = exchange;
    }

    /** On the same thread. */
    @Override
    public void ended(Exchange exchange) {
        Place place = own.get();
        if (place.exchange == exchange) {
            place.exchange = null;
        }
    }
}
