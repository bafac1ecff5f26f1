package com.dataenginex.insights;

import com.dataenginex.http.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a client asks for.
 *
 * @param count events of the whole stream, from 1 to {@value #MAX_COUNT}
 * @param interval between two events
 * @param seed of the figures
 * @param first position of the first event to send, from 1
 */
record InsightsRequest(int count, Duration interval, FigureSource source, long seed, int first) {

    static final int MAX_COUNT = 20;
    private static final int DEFAULT_COUNT = 5;
    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final Pattern COUNT = Pattern.compile("\\d{1,2}");
    /** Plain decimals only: {@code Double.parseDouble} would take {@code 1d}, {@code NaN} and {@code 0x1p3} too. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?|\\.\\d{1,9}");

    /** @throws com.dataenginex.http.ProblemException with 400 that names each wrong field */
    static InsightsRequest read(ServerRequest req, InsightsConfig config) {
        Parameters parameters = new Parameters(req);
        int count = parameters.query("count", DEFAULT_COUNT, "a whole number from 1 to " + MAX_COUNT,
                InsightsRequest::count);
        Duration interval = parameters.query("interval", config.defaultInterval(),
                "seconds from " + InsightsConfig.seconds(config.minInterval()) + " to "
                        + InsightsConfig.seconds(config.maxInterval()),
                interval(config));
        FigureSource source = parameters.query("source", FigureSource.SYNTHETIC, FigureSource.ALLOWED,
                FigureSource::of);
        EventId last = null;
        if (req.headers().contains(LAST_EVENT_ID)) {
            String text = req.headers().get(LAST_EVENT_ID).get();
            // A browser that has not had an event yet sends none, or an empty one.
            last = text.isEmpty() ? null : parameters.header("Last-Event-ID", text, null, EventId.ALLOWED, EventId::of);
        }
        parameters.check();
        return last == null
                ? new InsightsRequest(count, interval, source, ThreadLocalRandom.current().nextLong(), 1)
                : new InsightsRequest(count, interval, source, last.seed(), last.position() + 1);
    }

    /** Whether the last event was sent already. */
    boolean isOver() {
        return first > count;
    }

    private static Integer count(String text) {
        int count = COUNT.matcher(text).matches() ? Integer.parseInt(text) : 0;
        return count >= 1 && count <= MAX_COUNT ? count : null;
    }

    private static Function<String, Duration> interval(InsightsConfig config) {
        return text -> {
            if (!SECONDS.matcher(text).matches()) {
                return null;
            }
            Duration interval = Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact());
            return interval.compareTo(config.minInterval()) >= 0 && interval.compareTo(config.maxInterval()) <= 0
                    ? interval
                    : null;
        };
    }
}
