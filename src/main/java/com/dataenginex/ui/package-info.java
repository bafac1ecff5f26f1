/**
 * The page at {@code /ui}: figures, requests, lines of the log, streams and sources of this instance, live and of the last hour.
 *
 * <p>Start at {@link com.dataenginex.ui.Ui}; the page itself is in {@code src/main/resources/ui}. Depends on {@code config}, {@code
 * health}, {@code http}, {@code json}, {@code limits}, {@code log}, {@code logging}, {@code metrics}, {@code readers} and {@code recorder}.
 */
package com.dataenginex.ui;
