package com.dataenginex.debug;

import com.dataenginex.config.Settings;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of a {@link SignedHeader}.
 *
 * @param key signs and checks; empty: the header does nothing
 * @param previousKey also checks, while the key is being changed; or empty
 */
public record SigningKeys(String key, String previousKey) {
    /** As many bytes as the signature has (RFC 2104, 3). */
    private static final int SHORTEST_KEY = 32;

    /**
     * @param key name of the setting that holds the key
     * @param previousKey name of the one that holds the previous key
     */
    public static SigningKeys read(Settings settings, String key, String previousKey) {
        SigningKeys keys = new SigningKeys(settings.secret(key, SHORTEST_KEY),
                settings.secret(previousKey, SHORTEST_KEY));
        if (keys.key().isEmpty() && !keys.previousKey().isEmpty()) {
            settings.mistake(
                    previousKey + " without " + key + " is not allowed; allowed: both, the first alone, or none");
        }
        return keys;
    }

    /** The one that signs first; none without it. */
    public List<String> inUse() {
        return key.isEmpty() ? List.of() : Stream.of(key, previousKey).filter(one -> !one.isEmpty()).toList();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return key.isEmpty() ? "off" : "on";
    }
}
