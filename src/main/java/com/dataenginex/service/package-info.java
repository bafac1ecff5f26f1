/**
 * What any service needs and none should copy; it knows neither the demonstrations nor the product.
 *
 * <p>Start at {@link com.dataenginex.service.Service}. Depends on {@code admin}, {@code config}, {@code debug}, {@code drill}, {@code health}, {@code helidon}, {@code
 * http}, {@code limits}, {@code log}, {@code logging}, {@code metrics}, {@code otlplogs},
 * {@code recorder}, {@code tracing} and {@code ui}.
 */
package com.dataenginex.service;
