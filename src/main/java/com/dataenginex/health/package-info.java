/**
 * Whether the service can work: dependencies checked in the background, three probes that read the results, and the phase that
 * the process is in.
 *
 * <p>Start at {@link com.dataenginex.health.Probes}. Depends on {@code config}, {@code http}, {@code log} and {@code metrics}.
 */
package com.dataenginex.health;
