package com.dataenginex.health;

import java.time.Duration;
import java.time.Instant;

/**
 * One component as a probe shows it.
 *
 * @param state now
 * @param message for an operator
 * @param took the last check
 * @param since the state began
 */
record Component(ComponentState state, String message, Duration took, Instant since) {
}
