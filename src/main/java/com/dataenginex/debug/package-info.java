/**
 * One request in production, told in full: a header that only who holds a key can make, and what it does.
 *
 * <p>Start at {@link com.dataenginex.debug.DebugFilter}; {@link com.dataenginex.debug.SignedHeader} is of use for other headers too.
 * Depends on {@code config}, {@code http} and {@code log}.
 */
package com.dataenginex.debug;
