/**
 * Limits on concurrent requests and streams, and the writer of streams.
 *
 * <p>Start at {@link com.dataenginex.limits.AdmissionFilter} and {@link com.dataenginex.limits.Streams}. Depends on
 * {@code http}, {@code json} and {@code log}.
 */
package com.dataenginex.limits;
