/**
 * Drills from outside: faults are asked of a running service, and each step from the metric to the notification and back is timed
 * against what the loaded rules promise.
 *
 * <p>Start at {@link com.dataenginex.exercise.Exercise}. Depends on {@code debug}, {@code drill}, {@code json} and {@code readers}.
 */
package com.dataenginex.exercise;
