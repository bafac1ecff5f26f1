/**
 * {@code GET /api/insights}: figures as server-sent events, made up or the service's own.
 *
 * <p>Start at {@link com.dataenginex.insights.InsightsHandler}. Depends on {@code config}, {@code http}, {@code json},
 * {@code limits} and {@code log}.
 */
package com.dataenginex.insights;
