package com.dataenginex.helidon;

import java.nio.charset.StandardCharsets;

/**
 * Reads one chunked body by the letter (RFC 9112, 7.1). What it hands on has sizes in hexadecimal digits alone, no extensions and
 * no trailers: nothing here knows any, and both may be ignored.
 */
final class ChunkReader {
    private static final int LONGEST_LINE = 1_024;
    /** All extensions together: a client may not send them for longer than its body. */
    private static final int MOST_EXTENSIONS = 8_192;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private enum Part {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE
    }

    private final Received received;
    private final int maxTrailers;
    private Part part = Part.SIZE;
    private int left;
    private int extensions;

    /** @param maxTrailers octets of all trailers */
    ChunkReader(Received received, int maxTrailers) {
        this.received = received;
        this.maxTrailers = maxTrailers;
    }

    /** Whether the rest of the body has been received. */
    boolean isHere() {
        ChunkReader ahead = new ChunkReader(received.here(), maxTrailers);
        ahead.part = part;
        ahead.left = left;
        ahead.extensions = extensions;
        try {
            while (!ahead.isDone()) {
                if (ahead.next() == null) {
                    return false;
                }
            }
            return true;
        } catch (MalformedRequest e) {
            return false;
        }
    }

    boolean isDone() {
        return part == Part.DONE;
    }

    /** The next octets, or null if the client sends no more. */
    byte[] next() throws MalformedRequest {
        return switch (part) {
            case SIZE -> size();
            case DATA -> data();
            case DATA_END -> dataEnd();
            case TRAILERS -> trailers();
            case DONE -> null;
        };
    }

    private byte[] size() throws MalformedRequest {
        int end = line(LONGEST_LINE, "A chunk's size and extensions are too long");
        if (end < 0) {
            return null;
        }
        byte[] bytes = received.bytes();
        int first = received.index(0);
        int last = received.index(end);
        int digits = first;
        long value = 0;
        while (digits < last && Character.digit(bytes[digits], 16) >= 0) {
            value = Math.min(Integer.MAX_VALUE, value * 16 + Character.digit(bytes[digits], 16));
            digits++;
        }
        if (digits == first || digits < last && !areExtensions(bytes, digits, last)) {
            throw new MalformedRequest("A chunk's size is not one in hexadecimal digits");
        }
        extensions += last - digits;
        if (extensions > MOST_EXTENSIONS) {
            throw new MalformedRequest("The chunks have too many extensions");
        }
        received.skip(end + 2);
        if (value == 0) {
            part = Part.TRAILERS;
            return trailers();
        }
        left = (int) value;
        part = Part.DATA;
        return (Integer.toHexString(left) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code *( BWS ";" BWS name [ BWS "=" BWS value ] )}; white space is bad but known (RFC 9112, 7.1.1). */
    private static boolean areExtensions(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end) {
            i = blanks(bytes, i, end);
            if (i == end || bytes[i] != ';') {
                return false;
            }
            int name = blanks(bytes, i + 1, end);
            i = Octets.span(Octets.TOKEN, bytes, name, end);
            if (i == name) {
                return false;
            }
            int sign = blanks(bytes, i, end);
            if (sign < end && bytes[sign] == '=') {
                int value = blanks(bytes, sign + 1, end);
                i = value < end && bytes[value] == '"'
                        ? quoted(bytes, value, end)
                        : Octets.span(Octets.TOKEN, bytes, value, end);
                if (i <= value) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int blanks(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** Behind the closing quote, or -1 (RFC 9110, 5.6.4). */
    private static int quoted(byte[] bytes, int from, int end) {
        for (int i = from + 1; i < end && Octets.VALUE[bytes[i] & 0xff]; i++) {
            if (bytes[i] == '"') {
                return i + 1;
            }
            if (bytes[i] == '\\') {
                i++;
            }
        }
        return -1;
    }

    private byte[] data() {
        if (received.available() == 0 && !received.more()) {
            return null;
        }
        int count = Math.min(left, received.available());
        left -= count;
        if (left == 0) {
            part = Part.DATA_END;
        }
        return received.take(count);
    }

    private byte[] dataEnd() throws MalformedRequest {
        while (received.available() < 2) {
            if (!received.more()) {
                return null;
            }
        }
        byte[] bytes = received.bytes();
        if (bytes[received.index(0)] != '\r' || bytes[received.index(1)] != '\n') {
            throw new MalformedRequest("A chunk is longer than its size says");
        }
        received.skip(2);
        part = Part.SIZE;
        return LINE_END.clone();
    }

    private byte[] trailers() throws MalformedRequest {
        int all = 0;
        for (int end = line(maxTrailers, "A trailer is too long"); end != 0; end = line(maxTrailers,
                "A trailer is too long")) {
            if (end < 0) {
                return null;
            }
            RequestFields.check(received.bytes(), received.index(0), received.index(end));
            all += end;
            if (all > maxTrailers) {
                throw new MalformedRequest("The trailers are too long");
            }
            received.skip(end + 2);
        }
        received.skip(2);
        part = Part.DONE;
        return LAST.clone();
    }

    private int line(int longest, String tooLong) throws MalformedRequest {
        int end = received.lineEnd(0, longest, true);
        if (end == Received.TOO_LONG) {
            throw new MalformedRequest(tooLong);
        }
        return end;
    }
}
