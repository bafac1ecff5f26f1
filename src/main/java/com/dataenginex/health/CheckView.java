package com.dataenginex.health;

import java.time.Instant;

/**
 * One check as a person is shown it.
 *
 * @param name of the dependency, or {@code lifecycle}
 * @param state healthy, degraded, unhealthy, or skipped for what is not configured
 * @param message why
 * @param since when the state began
 * @param address where it is, without credentials; null for what is not a dependency, or not configured
 * @param lastCheck when the last check ended; null before the first one
 */
public record CheckView(String name, String state, String message, Instant since, String address, Instant lastCheck) {
}
