/**
 * {@code GET /api/external-data}: the rate of Bitcoin, from the first source that answers.
 *
 * <p>Start at {@link com.dataenginex.external.ExternalDataHandler}; from there a question goes through {@code BitcoinRates} to
 * {@code RateCache} (one fetch for all who ask at once), {@code RateSources} (one after the other, within a deadline) and
 * {@code GuardedSource} (one source: client, retry, circuit breaker), which asks a {@code RateSource} what to send and how the
 * answer reads. "Provider", "upstream" and "external" are words of the metrics' names and labels and of paths; they mean a
 * source. Depends on {@code config}, {@code helidon}, {@code http}, {@code json}, {@code log}, {@code metrics} and {@code
 * tracing}.
 */
package com.dataenginex.external;
