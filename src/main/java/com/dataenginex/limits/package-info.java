/**
 * How much at once: requests, and streams, which are also written here.
 *
 * <p>Start at {@link com.dataenginex.limits.AdmissionFilter} and {@link com.dataenginex.limits.Streams}. Depends on {@code
 * http} and {@code json}.
 */
package com.dataenginex.limits;
