/**
 * A flight recorder: each request's facts, spans and lines are held until its end tells whether it is one to look at.
 *
 * <p>Start at {@link com.dataenginex.recorder.Recorder}. Depends on {@code config}, {@code http}, {@code log}, {@code logging} and
 * {@code tracing}.
 */
package com.dataenginex.recorder;
