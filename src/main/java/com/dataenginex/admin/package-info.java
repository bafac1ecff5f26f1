/**
 * What an operator asks of a running process, with a token: another level of the log for a while, the configuration, the threads, a
 * flight recording.
 *
 * <p>Start at {@link com.dataenginex.admin.Admin}. Depends on {@code config}, {@code http}, {@code json}, {@code log} and {@code
 * logging}.
 */
package com.dataenginex.admin;
