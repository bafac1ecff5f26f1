/**
 * The product, put together.
 *
 * <p>Start at {@link com.dataenginex.DataEngineX}. Nobody imports this package.
 */
package com.dataenginex;
