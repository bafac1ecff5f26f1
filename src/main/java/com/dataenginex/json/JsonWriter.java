package com.dataenginex.json;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON (RFC 8259) as UTF-8 into a buffer that grows. Whatever text it is given, the result is
 * one well-formed value on one line: control characters, U+2028, U+2029 and U+0085 are escaped, a
 * lone surrogate becomes U+FFFD. Not thread-safe.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    /** ASCII characters that stand for themselves in a string. */
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        for (char c = 0x20; c < 0x7f; c++) {
            PLAIN[c] = c != '"' && c != '\\';
        }
    }

    private byte[] buffer;
    private int length;
    private boolean separate;

    /** @param capacity first size of the buffer in bytes */
    public JsonWriter(int capacity) {
        buffer = new byte[capacity];
    }

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    public JsonWriter field(String name) {
        separator();
        quoted(name);
        put((byte) ':');
        separate = false;
        return this;
    }

    /** A string, or null. */
    public JsonWriter string(String value) {
        separator();
        if (value == null) {
            put(NULL);
        } else {
            quoted(value);
        }
        separate = true;
        return this;
    }

    /** A string that is known to hold nothing but letters and digits of ASCII and {@code - _ . : / + =}, such as an id. */
    @SuppressWarnings("deprecation") // No other method copies the bytes of a string without a new array.
    public JsonWriter id(String value) {
        separator();
        int size = value.length();
        ensure(size + 2);
        buffer[length] = '"';
        value.getBytes(0, size, buffer, length + 1);
        buffer[length + size + 1] = '"';
        length += size + 2;
        separate = true;
        return this;
    }

    public JsonWriter number(long value) {
        separator();
        digits(value);
        separate = true;
        return this;
    }

    public JsonWriter number(double value) {
        return Double.isFinite(value) ? ascii(Double.toString(value)) : string(Double.toString(value));
    }

    public JsonWriter number(BigDecimal value) {
        return ascii(value.toPlainString());
    }

    public JsonWriter bool(boolean value) {
        return ascii(value ? "true" : "false");
    }

    /** Nanoseconds as seconds with six decimals. */
    public JsonWriter seconds(long nanos) {
        separator();
        long micros = Math.max(0, nanos + 500) / 1_000;
        digits(micros / 1_000_000);
        put((byte) '.');
        padded(micros % 1_000_000, 6);
        separate = true;
        return this;
    }

    /** A field's name as {@link #encoded} gave it. */
    public JsonWriter field(byte[] encodedName) {
        separator();
        put(encodedName);
        separate = false;
        return this;
    }

    /** A field's name with its quotes and colon, for those who write it often. */
    public static byte[] encoded(String name) {
        return new JsonWriter(name.length() + 8).field(name).toBytes();
    }

    /** Bytes that are already JSON, as a value or as members of the object that is open. */
    public JsonWriter raw(byte[] json) {
        separator();
        put(json);
        separate = true;
        return this;
    }

    /** Ends a line; the next value starts afresh. */
    public JsonWriter newLine() {
        put((byte) '\n');
        separate = false;
        return this;
    }

    /** A byte with no meaning for the syntax: white space, a colour code. */
    public JsonWriter plain(String asciiText) {
        for (int i = 0; i < asciiText.length(); i++) {
            put((byte) asciiText.charAt(i));
        }
        return this;
    }

    /** Bytes that are a line of their own, its end included. */
    public JsonWriter rawLine(byte[] line) {
        put(line);
        separate = false;
        return this;
    }

    /** Takes back everything after the first {@code newLength} bytes; what follows starts afresh. */
    public void truncate(int newLength) {
        length = newLength;
        separate = false;
    }

    public int length() {
        return length;
    }

    public void clear() {
        truncate(0);
    }

    public byte[] toBytes() {
        return Arrays.copyOf(buffer, length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, length);
    }

    /** {@code value} without quotes, escaped like a string. */
    public JsonWriter escaped(String value) {
        ensure(value.length() * 6);
        int plain = plainUntil(value);
        if (plain < value.length()) {
            escapedFrom(value, plain);
        }
        return this;
    }

    /** Nearly all text is plain throughout, so this loop does nothing else. */
    private int plainUntil(String value) {
        byte[] into = buffer;
        int at = length;
        int i = 0;
        for (; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                break;
            }
            into[at++] = (byte) c;
        }
        length = at;
        return i;
    }

    private void escapedFrom(String value, int start) {
        for (int i = start; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80) {
                escape(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
                fourBytes(Character.toCodePoint(c, value.charAt(i)));
            } else {
                wide(c);
            }
        }
    }

    private JsonWriter ascii(String value) {
        separator();
        plain(value);
        separate = true;
        return this;
    }

    private JsonWriter open(char bracket) {
        separator();
        put((byte) bracket);
        separate = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        put((byte) bracket);
        separate = true;
        return this;
    }

    private void separator() {
        if (separate) {
            put((byte) ',');
        }
    }

    private void quoted(String value) {
        put((byte) '"');
        escaped(value);
        put((byte) '"');
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

    private void digits(long value) {
        if (value < 0) {
            plain(Long.toString(value));
            return;
        }
        int count = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            count++;
        }
        padded(value, count);
    }

    private void padded(long value, int count) {
        ensure(count);
        long rest = value;
        for (int i = length + count - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void put(byte value) {
        ensure(1);
        buffer[length++] = value;
    }

    private void put(byte[] values) {
        ensure(values.length);
        System.arraycopy(values, 0, buffer, length, values.length);
        length += values.length;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
