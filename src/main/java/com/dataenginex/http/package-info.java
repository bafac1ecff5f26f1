/**
 * One request's facts, the errors a client sees, and the table of endpoints.
 *
 * <p>Start at {@link com.dataenginex.http.Exchange}: the signals (logs, metrics, spans) all write from it, so they never
 * disagree. Depends on {@code config}, {@code json} and {@code log}.
 */
package com.dataenginex.http;
