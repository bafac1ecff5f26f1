package com.dataenginex.debug;

import java.util.Locale;

/** What became of a signed header; the label {@code result}. */
public enum SignatureCheck {
    ACCEPTED,
    /** Not of the form, or more than one. */
    MALFORMED,
    /** Signed with a key that is not in use. */
    UNKNOWN_KEY,
    /** The signature is not that of this header, method, path and time. */
    FORGED,
    EXPIRED,
    /** Good for longer than may be. */
    TOO_LONG,
    /** Signed for another path. */
    OTHER_PATH,
    /** Used before; only of a header that is good once. */
    REPLAYED;

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
        return text;
    }
}
