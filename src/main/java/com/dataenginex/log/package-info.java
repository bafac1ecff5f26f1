/**
 * What code says: events with typed fields. What writes them is {@code logging}.
 *
 * <p>Start at {@link com.dataenginex.log.Log}. Depends on no other package of this project.
 */
package com.dataenginex.log;
