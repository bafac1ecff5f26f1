package com.dataenginex.objectives;

import java.time.Duration;

/**
 * Above which value one of the three alerts fires in one environment.
 *
 * @param alert {@code LatencyHigh}, {@code ErrorRateHigh} or {@code SaturationHigh}
 * @param environment dev, stage or prod
 * @param above seconds of the 95th percentile, share of requests from 0 to 1, or requests in flight; at the limit nothing fires
 * @param lasting how long the value must stay above
 * @param severity {@code page} or {@code warning}
 */
public record AlertLimit(String alert, String environment, double above, Duration lasting, String severity) {
}
