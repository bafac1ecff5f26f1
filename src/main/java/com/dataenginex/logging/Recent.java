package com.dataenginex.logging;

import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A cache of recent encodings with a fixed number of slots, since a log repeats the same events. A miss costs only the
 * encoding. Not thread-safe.
 */
final class Recent<T> {
    private static final int SLOTS = 256;

    private final BiPredicate<T, T> same;
    private final UnaryOperator<T> key;
    private final Function<T, byte[]> encode;
    private final Object[] keys = new Object[SLOTS];
    private final byte[][] encoded = new byte[SLOTS][];

    /** @param key what is kept to compare the next one with */
    Recent(BiPredicate<T, T> same, UnaryOperator<T> key, Function<T, byte[]> encode) {
        this.same = same;
        this.key = key;
        this.encode = encode;
    }

    @SuppressWarnings("unchecked")
    byte[] of(T wanted, int hash) {
        int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & SLOTS - 1;
        Object known = keys[slot];
        if (known == null || !same.test((T) known, wanted)) {
            keys[slot] = key.apply(wanted);
            encoded[slot] = encode.apply(wanted);
        }
        return encoded[slot];
    }
}
