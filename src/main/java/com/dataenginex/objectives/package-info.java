/**
 * The objectives of the service: what is promised, how many requests kept the promise, and {@code GET /slo}.
 *
 * <p>Start at {@link com.dataenginex.objectives.Objectives}. Depends on {@code config}, {@code http}, {@code json} and
 * {@code metrics}.
 */
package com.dataenginex.objectives;
