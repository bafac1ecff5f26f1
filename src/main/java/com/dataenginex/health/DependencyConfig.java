package com.dataenginex.health;

import com.dataenginex.config.Redaction;

/**
 * Something that the service needs.
 *
 * @param name as it appears in probes and metrics
 * @param target null if it is not configured
 * @param hard whether the service is not ready without it; else it is only degraded
 */
public record DependencyConfig(String name, DependencyTarget target, boolean hard) {

    /** Where it is, without credentials; null if it is not configured. */
    String address() {
        return target == null ? null : Redaction.credentials(target.toString());
    }
}
