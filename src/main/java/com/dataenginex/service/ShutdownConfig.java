package com.dataenginex.service;

import com.dataenginex.config.Settings;
import java.time.Duration;

/**
 * The steps of a stop; the flush deadlines belong to tracing and logging.
 *
 * @param drainDelay how long requests are still served after {@code /ready} has gone down
 * @param requestDeadline how long running requests may take to finish once the listener is closed
 */
public record ShutdownConfig(Duration drainDelay, Duration requestDeadline) {

    public static ShutdownConfig read(Settings settings) {
        return new ShutdownConfig(settings.duration("shutdown.drain-delay", Duration.ZERO, Duration.ofMinutes(5)),
                settings.duration("shutdown.request-deadline", Duration.ZERO, Duration.ofMinutes(5)));
    }
}
