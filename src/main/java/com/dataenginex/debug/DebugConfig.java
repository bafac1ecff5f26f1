package com.dataenginex.debug;

import com.dataenginex.config.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

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
    private static final String PREVIOUS_KEY = "debug.previous-key";
    /** As many bytes as the signature has (RFC 2104, 3). */
    private static final int SHORTEST_KEY = 32;

    public static DebugConfig read(Settings settings) {
        DebugConfig config = new DebugConfig(settings.secret(KEY, SHORTEST_KEY),
                settings.secret(PREVIOUS_KEY, SHORTEST_KEY));
        if (config.key().isEmpty() && !config.previousKey().isEmpty()) {
            settings.mistake(
                    PREVIOUS_KEY + " without " + KEY + " is not allowed; allowed: both, the first alone, or none");
        }
        return config;
    }

    public SignedHeader header(InstantSource clock) {
        List<String> keys = key.isEmpty()
                ? List.of()
                : Stream.of(key, previousKey).filter(one -> !one.isEmpty()).toList();
        return new SignedHeader(HEADER, keys, clock);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "DebugConfig[" + (key.isEmpty() ? "off" : "on") + "]";
    }
}
