package com.dataenginex.helidon;

import java.util.Arrays;
import java.util.function.Supplier;

/** What a client has sent and nobody has taken yet. Positions count from the first octet that is left. */
final class Received {
    /** No line's end: the client sends no more, the line is too long, or it is not here yet. */
    static final int ENDED = -1;
    static final int TOO_LONG = -2;
    static final int NOT_YET = -3;

    /** So that single octets are not copied each time. */
    private static final int SPARE = 1_024;
    private static final byte[] NOTHING = {};

    private final Supplier<byte[]> source;
    private byte[] bytes = NOTHING;
    private int from;
    private int to;

    /** @param source what the client sent next, or null if it sends no more */
    Received(Supplier<byte[]> source) {
        this.source = source;
    }

    /** What is here now and no more, to look ahead in. */
    Received here() {
        Received copy = new Received(() -> null);
        copy.bytes = bytes;
        copy.from = from;
        copy.to = to;
        return copy;
    }

    /** Bytes of the heap that are kept for it. */
    int held() {
        return available() == 0 ? 0 : bytes.length;
    }

    int available() {
        return to - from;
    }

    /** Where the octets are; they never change, even when they have been taken. */
    byte[] bytes() {
        return bytes;
    }

    /** A position in {@link #bytes}. */
    int index(int position) {
        return from + position;
    }

    /**
     * The end of the line that begins at {@code start}, where its CR is, or one of the three constants.
     *
     * @param limit octets of the line, its end left out
     * @throws MalformedRequest if it ends with LF alone (RFC 9112, 2.2, lets a server take that for an end; others do not)
     */
    int lineEnd(int start, int limit, boolean waiting) throws MalformedRequest {
        int at = start;
        while (true) {
            while (from + at < to) {
                if (bytes[from + at] == '\n') {
                    if (at == start || bytes[from + at - 1] != '\r') {
                        throw new MalformedRequest("A line ends with LF alone");
                    }
                    return at - 1 - start > limit ? TOO_LONG : at - 1;
                }
                if (++at - start > limit + 2) {
                    return TOO_LONG;
                }
            }
            if (!waiting) {
                return NOT_YET;
            }
            if (!more()) {
                return ENDED;
            }
        }
    }

    /** Waits for more; false if the client sends no more. */
    boolean more() {
        byte[] next = source.get();
        if (next == null) {
            return false;
        }
        int length = available();
        if (length == 0) {
            bytes = next;
            from = 0;
            to = next.length;
        } else {
            if (to + next.length > bytes.length) {
                byte[] larger = new byte[length + next.length + SPARE];
                System.arraycopy(bytes, from, larger, 0, length);
                bytes = larger;
                from = 0;
                to = length;
            }
            System.arraycopy(next, 0, bytes, to, next.length);
            to += next.length;
        }
        return true;
    }

    void skip(int count) {
        from += count;
    }

    /** The next octets, which are here. */
    byte[] take(int count) {
        byte[] taken = from == 0 && count == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + count);
        from += count;
        if (from == to) {
            // An idle connection holds as little as it can.
            bytes = NOTHING;
            from = 0;
            to = 0;
        }
        return taken;
    }
}
