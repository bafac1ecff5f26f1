/**
 * What Helidon 4.5.0 lacks or does wrong. All of it is to be deleted one day: for each work-around a test, the canary, says
 * when Helidon no longer needs it.
 *
 * <p>Start at {@link com.dataenginex.helidon.TimedConnections}. Depends on {@code http} and {@code log}.
 */
package com.dataenginex.helidon;
