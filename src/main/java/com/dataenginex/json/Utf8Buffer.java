package com.dataenginex.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of UTF-8 that grow as they are appended. Whatever text it is given, {@link #escaped} appends no control character
 * and no line end: these, U+2028, U+2029 and U+0085 are escaped as in JSON, and a lone surrogate becomes U+FFFD. Not
 * thread-safe.
 */
public final class Utf8Buffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    /** What one character of a text takes at the most, as {@code \\u0000}. */
    private static final int LONGEST = 6;

    /** ASCII characters that stand for themselves in a string. */
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        for (char c = 0x20; c < 0x7f; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private byte[] buffer;
    private int length;

    /** @param capacity first size in bytes */
    public Utf8Buffer(int capacity) {
        buffer = new byte[capacity];
    }

    public Utf8Buffer put(byte value) {
        ensure(1);
        buffer[length++] = value;
        return this;
    }

    public Utf8Buffer put(byte[] values) {
        ensure(values.length);
        System.arraycopy(values, 0, buffer, length, values.length);
        length += values.length;
        return this;
    }

    /** Appends text of ASCII as it is. */
    @SuppressWarnings("deprecation") // No other method copies the bytes of a string without a new array.
    public Utf8Buffer ascii(String text) {
        int size = text.length();
        ensure(size);
        text.getBytes(0, size, buffer, length);
        length += size;
        return this;
    }

    /** Appends a whole number. */
    public Utf8Buffer digits(long value) {
        if (value < 0) {
            return ascii(Long.toString(value));
        }
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        return padded(value, count);
    }

    /** Appends the last {@code count} digits of a number that is not negative. */
    public Utf8Buffer padded(long value, int count) {
        ensure(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
        return this;
    }

    /** Appends nanoseconds as seconds with six decimals; a negative number counts as 0. */
    public Utf8Buffer seconds(long nanos) {
        long micros = Math.max(0, nanos + 500) / 1_000;
        return digits(micros / 1_000_000).put((byte) '.').padded(micros % 1_000_000, 6);
    }

    /** Appends text escaped as in a JSON string, without quotes. */
    public Utf8Buffer escaped(String text) {
        ensure(text.length());
        int plain = plainUntil(text);
        if (plain < text.length()) {
            escapedFrom(text, plain);
        }
        return this;
    }

    /** Takes back everything after the first {@code newLength} bytes. */
    public void truncate(int newLength) {
        length = newLength;
    }

    /** Empties the buffer, and lets go of memory above {@code keptCapacity} bytes. */
    public void clear(int keptCapacity) {
        length = 0;
        if (buffer.length > keptCapacity) {
            buffer = new byte[keptCapacity];
        }
    }

    public int length() {
        return length;
    }

    int capacity() {
        return buffer.length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, length);
    }

    /** Nearly all text is plain throughout, so this loop does nothing else. */
    private int plainUntil(String text) {
        byte[] into = buffer;
        int at = length;
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                break;
            }
            into[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    private void escapedFrom(String text, int start) {
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            ensure(LONGEST);
            if (c < 0x80) {
                escape(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                fourBytes(Character.toCodePoint(c, text.charAt(i)));
            } else {
                wide(c);
            }
        }
    }

    private void escape(char c) {
        if (PLAIN[c]) {
            buffer[length++] = (byte) c;
            return;
        }
        switch (c) {
            case '"', '\\' -> two(c);
            case '\n' -> two('n');
            case '\r' -> two('r');
            case '\t' -> two('t');
            default -> unicode(c);
        }
    }

    private void two(char c) {
        buffer[length++] = '\\';
        buffer[length++] = (byte) c;
    }

    private void unicode(char c) {
        two('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[c >> shift & 15];
        }
    }

    private void wide(char c) {
        if (Character.isSurrogate(c)) {
            put(REPLACEMENT);
        } else if (c < 0xa0 || c == 0x2028 || c == 0x2029) {
            unicode(c);
        } else if (c < 0x800) {
            buffer[length++] = (byte) (0xc0 | c >> 6);
            buffer[length++] = (byte) (0x80 | c & 0x3f);
        } else {
            buffer[length++] = (byte) (0xe0 | c >> 12);
            buffer[length++] = (byte) (0x80 | c >> 6 & 0x3f);
            buffer[length++] = (byte) (0x80 | c & 0x3f);
        }
    }

    private void fourBytes(int codePoint) {
        buffer[length++] = (byte) (0xf0 | codePoint >> 18);
        buffer[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
        buffer[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        buffer[length++] = (byte) (0x80 | codePoint & 0x3f);
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
