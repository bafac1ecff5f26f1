/**
 * {@code GET /api/external-data}: the rate of Bitcoin, from the first source that answers.
 *
 * <p>Start at {@link com.dataenginex.external.ExternalDataHandler}; from there a question goes through
 * {@code RateCache} (one upstream flight for all who ask at once), {@code Rates} (source after source, within a
 * deadline) and {@code Upstream} (one source: client, retry, circuit breaker) to a {@code RateProvider} (what that
 * source is asked and how its answer reads). Depends on {@code http}, {@code logging}, {@code metrics},
 * {@code tracing} and {@code config}.
 */
package com.dataenginex.external;
