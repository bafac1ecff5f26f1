/**
 * The service, put together.
 *
 * <p>Start at {@link com.dataenginex.Application} and {@link com.dataenginex.Routes}. Nobody imports this
 * package.
 */
package com.dataenginex;
