package com.dataenginex.http;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The requests under way, by the thread that works on each. A thread, which is its connection's, has a place of its own once it has had
 * a request, so that a request changes nothing that others do. Thread-safe.
 */
public final class UnderWay implements ExchangeObserver {

    /** What one thread works on; kept by the thread alone, and gone with it. */
    private static final class Place {
        private final long thread = Thread.currentThread().threadId();
        /** Written by the thread itself; null between two requests. */
        private volatile Exchange exchange;
    }

    private final Set<WeakReference<Place>> places = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Place> gone = new ReferenceQueue<>();
    private final ThreadLocal<Place> own = ThreadLocal.withInitial(this::place);

    private Place place() {
        forgetThoseGone();
        Place place = new Place();
        places.add(new WeakReference<>(place, gone));
        return place;
    }

    private void forgetThoseGone() {
        for (Object each = gone.poll(); each != null; each = gone.poll()) {
            places.remove(each);
        }
    }

    /** Each request by the ids of the threads that work on it; what changes while it is read may be missing. */
    public Map<Long, Exchange> byThread() {
        Map<Long, Exchange> found = new HashMap<>();
        forEach((thread, exchange) -> {
            found.put(thread, exchange);
            exchange.helping().forEach(helper -> found.put(helper, exchange));
        });
        return found;
    }

    /** All of them, in no order; what changes while it is read may be missing. */
    public Collection<Exchange> all() {
        List<Exchange> found = new ArrayList<>();
        forEach((thread, exchange) -> found.add(exchange));
        return found;
    }

    private void forEach(BiConsumer<Long, Exchange> action) {
        for (WeakReference<Place> each : places) {
            Place place = each.get();
            Exchange exchange = place == null ? null : place.exchange;
            if (exchange != null) {
                action.accept(place.thread, exchange);
            }
        }
    }

    /** Threads that have a place. */
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
        forgetThoseGone();
    }
}
