package com.dataenginex.drill;

import com.dataenginex.config.Settings;
import com.dataenginex.debug.SignedHeader;
import com.dataenginex.debug.SigningKeys;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Whether drills may be held, and how much of the service they may take.
 *
 * @param keys of {@value #HEADER}; without one there are no drills
 * @param allowProd whether there are drills in prod too
 * @param maxRate requests of drills in a second
 * @param environment dev, stage or prod
 */
public record DrillConfig(SigningKeys keys, boolean allowProd, int maxRate, String environment) {
    public static final String HEADER = "X-Drill";
    /** The setting that holds the key. */
    public static final String KEY = "drill.key";
    /** How long a header is good at most; it is also good only once. */
    public static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String PROD = "prod";

    public static DrillConfig read(Settings settings) {
        return new DrillConfig(SigningKeys.read(settings, KEY, "drill.previous-key"), settings.flag("drill.allow-prod"),
                settings.integer("drill.max-rate", 1, 10_000), settings.environment());
    }

    /** Whether there are drills in this service. */
    public boolean isOn() {
        return !keys.inUse().isEmpty() && (allowProd || !environment.equals(PROD));
    }

    public SignedHeader header(InstantSource clock) {
        return new SignedHeader(HEADER, DrillOrder.PARAMETERS, keys.inUse(), LONGEST, clock);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "DrillConfig[" + (isOn() ? "on" : "off") + "]";
    }
}
