package com.dataenginex.debug;

import com.dataenginex.config.Settings;
import java.time.InstantSource;

/**
 * The keys of {@value #HEADER}.
 *
 * @param key signs and checks; empty: the header does nothing
 * @param previousKey also checks, while the key is being changed; or empty
 */
public record DebugConfig(String key, String previousKey) {
    public static final String HEADER = "X-Debug";
    /** The setting that holds the key. */
    public static final String KEY = "debug.key";

    public static DebugConfig read(Settings settings) {
        SigningKeys keys = SigningKeys.read(settings, KEY, "debug.previous-key");
        return new DebugConfig(keys.key(), keys.previousKey());
    }

    public SignedHeader header(InstantSource clock) {
        return new SignedHeader(HEADER, new SigningKeys(key, previousKey).inUse(), clock);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "DebugConfig[" + new SigningKeys(key, previousKey) + "]";
    }
}
