/**
 * Sends one marked request to a running service and reads it back from everything that reads its telemetry, in the order in which
 * telemetry flows, so that the first check that fails names the broken hop.
 *
 * <p>Start at {@link com.dataenginex.doctor.Doctor}: it runs one class of checks after the other over an {@code Examination}, which
 * holds the request and the clients, and writes a {@link com.dataenginex.doctor.Finding} for each check. Depends on {@code
 * config}, {@code json} and {@code readers}.
 */
package com.dataenginex.doctor;
