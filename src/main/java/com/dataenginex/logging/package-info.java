/**
 * One JSON object or one console line for everything that is said, written off the request path.
 *
 * <p>Start at {@link com.dataenginex.logging.Logging}; {@link com.dataenginex.log.Log} is what the rest of the code calls.
 * Built on {@code java.util.logging}, so Helidon's and the libraries' messages come out the same way. Depends on {@code
 * config}, {@code http}, {@code json} and {@code log}.
 */
package com.dataenginex.logging;
