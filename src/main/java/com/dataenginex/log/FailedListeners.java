package com.dataenginex.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Logs the first exception of each kind of listener, so that one that always throws does not flood the log.
 * Thread-safe.
 */
public final class FailedListeners {
    private final Log log;
    private final String event;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** @param event what is said, with the listener's class in {@code listener} */
    public FailedListeners(Log log, String event) {
        this.log = log;
        this.event = event;
    }

    public void failed(Object listener, Throwable thrown) {
        String type = listener.getClass().getName();
        if (said.add(type)) {
            log.error(event, out -> out.text("listener", type), thrown);
        }
    }
}
