/**
 * How what is exported over OTLP is encoded, and what becomes of it, whichever signal it is.
 *
 * <p>Start at {@link com.dataenginex.otlp.ExportCounts}. Depends on {@code config} and {@code log}.
 */
package com.dataenginex.otlp;
