package com.dataenginex.recorder;

import com.dataenginex.http.RequestFacts;
import java.time.Instant;

/**
 * A request that has not ended.
 *
 * @param route the endpoint's path template
 * @param phase the name of the span that it is in, such as that of a call; else {@code streaming} or {@code handling}
 * @param traceId or null if it has no trace
 */
public record RunningRequest(Instant began, RequestFacts request, String route, long ageNanos, String phase,
        String traceId) {
}
