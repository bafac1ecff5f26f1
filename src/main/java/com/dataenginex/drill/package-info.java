/**
 * Faults on demand, each for one request that asks for it with a header that only who holds a key can make; and one dependency that
 * counts as failed for a while. Nothing of it is a switch, so nothing can be left on.
 *
 * <p>Start at {@link com.dataenginex.drill.DrillFilter}. Depends on {@code config}, {@code debug}, {@code health}, {@code http} and
 * {@code log}.
 */
package com.dataenginex.drill;
