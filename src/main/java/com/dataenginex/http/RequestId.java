package com.dataenginex.http;

import io.helidon.http.HeaderName;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The id that ties a response to its log lines. */
public final class RequestId {
    static final OwnHeader.Varying RESPONSE = OwnHeader.varying("X-Request-ID");
    public static final HeaderName HEADER = RESPONSE.name();
    static final int MAX_LENGTH = 128;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private RequestId() {
    }

    /** The client's id if it is valid, a new one otherwise; {@code candidate} may be null. */
    static String accept(String candidate) {
        return candidate != null && isValid(candidate) ? candidate : create();
    }

    /** 1 to 128 letters, digits, {@code - _ . : / + =}: nothing that a log, a shell or a header could read as its own. */
    static boolean isValid(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letterOrDigit = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letterOrDigit && "-_.:/+=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A random UUID (RFC 9562, version 4). It need not be unguessable, so it does not queue for
     * {@link java.security.SecureRandom}'s lock.
     */
    static String create() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & ~0xf000L | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        byte[] text = new byte[36];
        hex(high >>> 32, 8, text, 0);
        text[8] = '-';
        hex(high >>> 16, 4, text, 9);
        text[13] = '-';
        hex(high, 4, text, 14);
        text[18] = '-';
        hex(low >>> 48, 4, text, 19);
        text[23] = '-';
        hex(low, 12, text, 24);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void hex(long value, int digits, byte[] into, int at) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = HEX[(int) (rest & 15)];
            rest >>>= 4;
        }
    }
}
